using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>The taints that follow from a node's conditions.</summary>
internal static class NodeTaints
{
    internal const string NotReady = "node.kubernetes.io/not-ready";
    internal const string Unreachable = "node.kubernetes.io/unreachable";
    internal const string Unschedulable = "node.kubernetes.io/unschedulable";

    private static readonly (string Condition, string Status, string Key)[] ByCondition =
    [
        ("Ready", "False", NotReady),
        ("Ready", "Unknown", Unreachable),
        ("MemoryPressure", "True", "node.kubernetes.io/memory-pressure"),
        ("DiskPressure", "True", "node.kubernetes.io/disk-pressure"),
        ("PIDPressure", "True", "node.kubernetes.io/pid-pressure"),
        ("NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"),
    ];

    /// <summary>The taints that the node should have: those of others as they are, its own as its conditions demand.</summary>
    /// <returns>The node's own list where nothing changes.</returns>
    internal static IReadOnlyList<Taint> Update(Node node, DateTimeOffset now)
    {
        var wanted = Wanted(node).ToList();
        var kept = node.Spec.Taints.Where(taint => !IsManaged(taint) || wanted.Contains((taint.Key, taint.Effect))).ToList();
        var missing = wanted.Where(want => !kept.Exists(taint => taint.Key == want.Key && taint.Effect == want.Effect)).ToList();
        if (missing.Count == 0 && kept.Count == node.Spec.Taints.Count) return node.Spec.Taints;
        return [.. kept, .. missing.Select(want => new Taint { Key = want.Key, Effect = want.Effect, TimeAdded = now })];
    }

    private static IEnumerable<(string Key, string Effect)> Wanted(Node node)
    {
        foreach (var (condition, status, key) in ByCondition)
        {
            if (node.Condition(condition)?.Status != status) continue;
            yield return (key, "NoSchedule");
            if (key is NotReady or Unreachable) yield return (key, "NoExecute");
        }
        if (node.Spec.Unschedulable is true) yield return (Unschedulable, "NoSchedule");
    }

    private static bool IsManaged(Taint taint) =>
        (taint.Key == Unschedulable && taint.Effect == "NoSchedule")
        || Array.Exists(ByCondition, item => item.Key == taint.Key && (taint.Effect == "NoSchedule" || (taint.Effect == "NoExecute" && item.Key is NotReady or Unreachable)));
}
