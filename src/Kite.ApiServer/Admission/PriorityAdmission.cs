using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission;

/// <summary>Resolves a pod's priority class to its number.</summary>
internal sealed class PriorityAdmission(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Classes = new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false);

    private volatile KnownDefault known = new(-1, null);

    /// <inheritdoc/>
    public string Name => "Priority";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "", Plural: "pods" }, Object: { } pod }) return ValueTask.CompletedTask;
        var spec = pod.ObjectOrNew("spec");
        var name = spec.Text("priorityClassName");
        var (priority, policy) = name switch
        {
            "" => Default(spec),
            "system-node-critical" => (2000001000, ""),
            "system-cluster-critical" => (2000000000, ""),
            _ => Named(request, name),
        };
        if (spec.Integer("priority") is { } given && given != priority)
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        spec["priority"] = priority;
        if (policy.Length == 0) policy = "PreemptLowerPriority";
        if (spec.Text("preemptionPolicy") is { Length: > 0 } own && own != policy)
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"the string value of PreemptionPolicy ({own}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name");
        spec["preemptionPolicy"] = policy;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Resource: { Group: "scheduling.k8s.io", Plural: "priorityclasses" }, Object: { } value } || !value.IsSet("globalDefault"))
            return ValueTask.CompletedTask;
        var other = caches.For(Classes).List().FirstOrDefault(found => found.Key.Name != request.Name && JsonCodec.ParseObject(found.Json.Span).IsSet("globalDefault"));
        return other is null
            ? ValueTask.CompletedTask
            : throw ApiErrors.Forbidden(request.Resource, request.Name, $"PriorityClass {other.Key.Name} is already marked as default. Only one default can exist");
    }

    private (long Priority, string Policy) Default(JsonObject spec)
    {
        if (CurrentDefault() is not { } found) return (0, "");
        spec["priorityClassName"] = found.Name;
        return (found.Priority, found.Policy);
    }

    /// <summary>The class that pods without one get; looked for anew only when a class has changed, because every pod asks.</summary>
    private DefaultClass? CurrentDefault()
    {
        var classes = caches.For(Classes);
        var version = classes.Version;
        if (known is var current && current.Version == version) return current.Class;
        var value = classes.List().Select(found => JsonCodec.ParseObject(found.Json.Span)).Where(found => found.IsSet("globalDefault")).MinBy(found => found.Integer("value") ?? 0);
        var found = value is null ? null : new DefaultClass(value.Object("metadata").Text("name"), value.Integer("value") ?? 0, value.Text("preemptionPolicy"));
        known = new KnownDefault(version, found);
        return found;
    }

    private (long Priority, string Policy) Named(AdmissionRequest request, string name)
    {
        var found = caches.For(Classes).Get(new ObjectKey("", name))
            ?? throw ApiErrors.Forbidden(request.Resource, request.Name, $"no PriorityClass with name {name} was found");
        var value = JsonCodec.ParseObject(found.Json.Span);
        return (value.Integer("value") ?? 0, value.Text("preemptionPolicy"));
    }

    private sealed record DefaultClass(string Name, long Priority, string Policy);

    private sealed record KnownDefault(long Version, DefaultClass? Class);
}
