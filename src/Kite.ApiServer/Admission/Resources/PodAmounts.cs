using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Kinds.Core;

namespace Kite.ApiServer.Admission.Resources;

/// <summary>What a pod asks for and is limited to: its containers together, or the most that an init container needs beside the sidecars started before it; what the pod itself says of a resource counts instead.</summary>
internal static class PodAmounts
{
    /// <summary>The requests, overhead included.</summary>
    public static ResourceAmounts Requests(JsonObject? spec)
    {
        var total = Total(spec, "requests");
        total.Add(ResourceAmounts.Of(spec.Object("overhead")));
        return total;
    }

    /// <summary>The limits; overhead is added to what is limited at all.</summary>
    public static ResourceAmounts Limits(JsonObject? spec)
    {
        var total = Total(spec, "limits");
        foreach (var (name, overhead) in ResourceAmounts.Of(spec.Object("overhead")).All)
        {
            if (!total[name].IsZero) total[name] += overhead;
        }
        return total;
    }

    /// <summary>The requests of a pod that may be on a node: while it is resized the most counts of what it asks for, what it was granted and what it still has.</summary>
    public static ResourceAmounts TakenRequests(JsonObject pod) => Requests(WithHeld(pod, "requests"));

    /// <summary>The limits, likewise.</summary>
    public static ResourceAmounts TakenLimits(JsonObject pod) => Limits(WithHeld(pod, "limits"));

    /// <summary>What one container, or the pod itself, says.</summary>
    public static ResourceAmounts Of(JsonObject? container, string field) => ResourceAmounts.Of(container.Object("resources").Object(field));

    private static ResourceAmounts Total(JsonObject? spec, string field)
    {
        var total = new ResourceAmounts();
        foreach (var (name, amount) in ContainerTotals.Of(spec, field)) total[name] = amount;
        foreach (var (name, amount) in Of(spec, field).All)
        {
            if (ContainerTotals.IsForPods(name)) total[name] = amount;
        }
        return total;
    }

    /// <summary>The spec, with what its status says where that is more, or where the node can never give what it asks for.</summary>
    private static JsonObject? WithHeld(JsonObject pod, string field)
    {
        var (spec, status) = (pod.Object("spec"), pod.Object("status"));
        if (spec is null || status is null) return spec;
        var pairs = Pairs(spec, status, "containers", "containerStatuses").Concat(Pairs(spec, status, "initContainers", "initContainerStatuses")).ToArray();
        if (pairs.All(pair => HasWhatItAsksFor(pair.Asking, pair.Held, field)) && (spec.Object("resources") is null || status.Object("resources") is null || HasWhatItAsksFor(spec, status, field))) return spec;
        var isInfeasible = status.Objects("conditions").Any(condition => condition.Text("type") == "PodResizePending" && condition.Text("reason") == "Infeasible");
        var taken = (JsonObject)spec.DeepClone();
        foreach (var (container, held) in Pairs(taken, status, "containers", "containerStatuses").Concat(Pairs(taken, status, "initContainers", "initContainerStatuses")))
            Raise(container.ObjectOrNew("resources"), held, field, isInfeasible);
        if (taken.Object("resources") is { } whole) Raise(whole, status, field, isInfeasible);
        return taken;
    }

    private static IEnumerable<(JsonObject Asking, JsonObject Held)> Pairs(JsonObject spec, JsonObject status, string containers, string statuses) =>
        from held in status.Objects(statuses)
        where held.Object("resources") is not null
        from container in spec.Objects(containers)
        where container.Text("name") == held.Text("name")
        select (container, held);

    private static bool HasWhatItAsksFor(JsonObject container, JsonObject held, string field)
    {
        var asked = container.Object("resources").Object(field);
        return JsonNode.DeepEquals(asked, held.Object("resources").Object(field)) && (field != "requests" || JsonNode.DeepEquals(asked, held.Object("allocatedResources")));
    }

    private static void Raise(JsonObject resources, JsonObject held, string field, bool isInfeasible)
    {
        var most = isInfeasible ? new ResourceAmounts() : ResourceAmounts.Of(resources.Object(field));
        most.RaiseTo(ResourceAmounts.Of(held.Object("resources").Object(field)));
        if (field == "requests") most.RaiseTo(ResourceAmounts.Of(held.Object("allocatedResources")));
        if (most.Count > 0) resources[field] = most.ToNode();
    }
}
