using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.CustomResources;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>Converts objects between the versions of a resource.</summary>
internal sealed class ConvertedObjects(ResourceCatalogue catalogue, VersionForms forms)
{
    /// <summary>An object of a request in the version of a match; the object itself where that is the request's.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">It can't be converted.</exception>
    public async ValueTask<JsonObject?> ToMatchedAsync(AdmissionRequest request, MatchedResource match, JsonObject? value, CancellationToken cancellationToken) =>
        value is null || !match.IsConverted ? value : await ConvertAsync(value, catalogue.Find(request.Resource)!, match.Definition!, cancellationToken);

    /// <summary>An object in the version of a match in that of the request.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">It can't be converted.</exception>
    public ValueTask<JsonObject> FromMatchedAsync(AdmissionRequest request, MatchedResource match, JsonObject value, CancellationToken cancellationToken) =>
        match.IsConverted ? ConvertAsync(value, match.Definition!, catalogue.Find(request.Resource)!, cancellationToken) : new(value);

    private ValueTask<JsonObject> ConvertAsync(JsonObject value, ResourceDefinition from, ResourceDefinition to, CancellationToken cancellationToken)
    {
        if (forms.Find(to) is { } form) return form.ConvertAsync(value, cancellationToken);
        var converted = (JsonObject)value.DeepClone();
        from.Conversion?.ToStored(converted);
        to.Conversion?.FromStored(converted);
        converted["apiVersion"] = to.Resource.ApiVersion;
        converted["kind"] = to.Resource.Kind;
        return new(converted);
    }
}
