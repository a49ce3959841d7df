using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>Converts objects between the versions of a resource.</summary>
internal sealed class ConvertedObjects(ResourceCatalogue catalogue)
{
    /// <summary>An object of a request in the version of a match; the object itself where that is the request's.</summary>
    public JsonObject? ToMatched(AdmissionRequest request, MatchedResource match, JsonObject? value) =>
        value is null || !match.IsConverted ? value : Convert(value, catalogue.Find(request.Resource)!, match.Definition!);

    /// <summary>An object in the version of a match in that of the request.</summary>
    public JsonObject FromMatched(AdmissionRequest request, MatchedResource match, JsonObject value) =>
        match.IsConverted ? Convert(value, match.Definition!, catalogue.Find(request.Resource)!) : value;

    private static JsonObject Convert(JsonObject value, ResourceDefinition from, ResourceDefinition to)
    {
        var converted = (JsonObject)value.DeepClone();
        from.Conversion?.ToStored(converted);
        to.Conversion?.FromStored(converted);
        converted["apiVersion"] = to.Resource.ApiVersion;
        converted["kind"] = to.Resource.Kind;
        return converted;
    }
}
