using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Classes;

/// <summary>A pod's runtime class exists, and says what running it costs beside its containers and on which nodes it can run.</summary>
internal sealed class RuntimeClassAdmission(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Classes = new("node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", false);

    /// <inheritdoc/>
    public string Name => "RuntimeClass";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (!IsNewPod(request) || Find(request) is not { } found) return ValueTask.CompletedTask;
        var spec = request.Object!.ObjectOrNew("spec");
        CheckOverhead(request, found);
        if (found.Object("overhead").Object("podFixed") is { } overhead) spec["overhead"] = overhead.DeepClone();
        if (found.Object("scheduling") is { } scheduling) Schedule(request, scheduling, spec);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (IsNewPod(request)) CheckOverhead(request, Find(request));
        return ValueTask.CompletedTask;
    }

    private static bool IsNewPod(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "", Plural: "pods" }, Object: not null };

    private static void CheckOverhead(AdmissionRequest request, JsonObject? found)
    {
        if (request.Object.Object("spec").Object("overhead") is not { } own) return;
        if (found.Object("overhead").Object("podFixed") is { } overhead)
        {
            if (!ResourceAmounts.Of(own).SameAs(ResourceAmounts.Of(overhead))) throw Rejected(request, "Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }
        else if (own.Count > 0)
        {
            throw Rejected(request, "Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    private static void Schedule(AdmissionRequest request, JsonObject scheduling, JsonObject spec)
    {
        foreach (var (name, value) in scheduling.TextMap("nodeSelector"))
        {
            var selector = spec.ObjectOrNew("nodeSelector");
            if (selector.TextOrNull(name) is { } own && own != value)
                throw ApiErrors.Forbidden(request.Resource, request.Name, $"conflict: runtimeClass.scheduling.nodeSelector[{name}] = {value}; pod.spec.nodeSelector[{name}] = {own}");
            selector[name] = value;
        }
        foreach (var toleration in scheduling.Objects("tolerations"))
        {
            if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
            if (!tolerations.Any(own => JsonNode.DeepEquals(own, toleration))) tolerations.Add(toleration.DeepClone());
        }
    }

    private static ApiStatusException Rejected(AdmissionRequest request, string why) => ApiErrors.Forbidden(request.Resource, request.Name, $"pod rejected: {why}");

    private JsonObject? Find(AdmissionRequest request)
    {
        var name = request.Object.Object("spec").Text("runtimeClassName");
        if (name.Length == 0) return null;
        return caches.Of(Classes).Get(new ObjectKey("", name)) is { } found ? JsonCodec.ParseObject(found.Json.Span) : throw Rejected(request, $"RuntimeClass \"{name}\" not found");
    }
}
