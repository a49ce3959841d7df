using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>What is reported of a node that has fallen silent.</summary>
internal static class SilentNode
{
    private static readonly string[] Types = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

    /// <summary>The conditions with everything that only the kubelet can know turned unknown.</summary>
    /// <returns>The node's own list where nothing changes.</returns>
    internal static IReadOnlyList<NodeCondition> Conditions(Node node, DateTimeOffset now)
    {
        if (Types.All(type => node.Condition(type)?.Status == "Unknown")) return node.Status.Conditions;
        var conditions = node.Status.Conditions.Select(condition => Types.Contains(condition.Type) && condition.Status != "Unknown"
            ? condition with { Status = "Unknown", Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status.", LastTransitionTime = now }
            : condition);
        var never = Types.Where(type => node.Condition(type) is null).Select(type => new NodeCondition
        {
            Type = type,
            Status = "Unknown",
            Reason = "NodeStatusNeverUpdated",
            Message = "Kubelet never posted node status.",
            LastHeartbeatTime = node.Metadata.CreationTimestamp,
            LastTransitionTime = now,
        });
        return [.. conditions, .. never];
    }
}
