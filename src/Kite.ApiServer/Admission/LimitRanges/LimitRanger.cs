using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.LimitRanges;

/// <summary>Gives containers the requests and limits that the LimitRanges of their namespace have for those who say nothing, and refuses pods and volume claims beyond the limits.</summary>
internal sealed class LimitRanger(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Ranges = new("", "v1", "limitranges", "LimitRange", true);

    /// <inheritdoc/>
    public string Name => "LimitRanger";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Subresource: "", Operation: AdmissionOperation.Create, Resource: { Group: "", Plural: "pods" }, Object: { } pod }) return ValueTask.CompletedTask;
        foreach (var range in Of(request.Namespace)) ContainerDefaults.Apply(range, pod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Object is not { } value || request.Resource.Group.Length > 0 || !IsLimited(request)) return ValueTask.CompletedTask;
        foreach (var range in Of(request.Namespace))
        {
            var errors = request.Resource.Plural == "pods" ? PodLimits.Check(range, value) : ClaimLimits.Check(range, value);
            if (errors.Count > 0) throw ApiErrors.Forbidden(request.Resource, request.Name, errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors.Distinct())}]");
        }
        return ValueTask.CompletedTask;
    }

    // What a pod asks for changes by resizing alone.
    private static bool IsLimited(AdmissionRequest request) => (request.Resource.Plural, request.Subresource, request.Operation) switch
    {
        ("pods", "", AdmissionOperation.Create) => true,
        ("pods", "resize", AdmissionOperation.Update) => true,
        ("persistentvolumeclaims", "", AdmissionOperation.Create or AdmissionOperation.Update) => true,
        _ => false,
    };

    private IEnumerable<JsonObject> Of(string @namespace)
    {
        var all = caches.Of(Ranges).State.Objects;
        return all.Count == 0 ? [] : all.InNamespace(@namespace).Select(range => JsonCodec.ParseObject(range.Json.Span));
    }
}
