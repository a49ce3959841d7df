using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>How the node is: ready or why not, and whether memory, disk or process ids run out.</summary>
internal sealed class NodeConditions(NodePressure pressure, IRuntimeHealth health, IPodNetwork network)
{
    /// <summary>The conditions, with heartbeat, and with the time of the last change where one is known.</summary>
    public IReadOnlyList<NodeCondition> Of(IReadOnlyList<NodeCondition> old, DateTimeOffset now)
    {
        NodeCondition[] current =
        [
            Pressure(NodePressure.Memory, "KubeletHasInsufficientMemory", "kubelet has insufficient memory available", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Pressure(NodePressure.Disk, "KubeletHasDiskPressure", "kubelet has disk pressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Pressure(NodePressure.Pid, "KubeletHasInsufficientPID", "kubelet has insufficient PID available", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            Ready(),
        ];
        return current.Select(condition => condition with
        {
            LastHeartbeatTime = now,
            LastTransitionTime = old.FirstOrDefault(before => before.Type == condition.Type) is { } known && known.Status == condition.Status ? known.LastTransitionTime : now,
        }).ToArray();
    }

    private NodeCondition Pressure(string type, string reason, string message, string fineReason, string fineMessage)
    {
        var holds = pressure.Conditions.Contains(type);
        return new() { Type = type, Status = holds ? "True" : "False", Reason = holds ? reason : fineReason, Message = holds ? message : fineMessage };
    }

    private NodeCondition Ready()
    {
        var reasons = new[] { health.NotReadyReason, network.NotReadyReason }.Where(reason => reason is not null).ToArray();
        return reasons.Length == 0
            ? new NodeCondition { Type = "Ready", Status = "True", Reason = "KubeletReady", Message = "kubelet is posting ready status" }
            : new NodeCondition { Type = "Ready", Status = "False", Reason = "KubeletNotReady", Message = string.Join(", ", reasons) };
    }
}
