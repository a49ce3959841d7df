using Kite.Agent.Kubelet.Eviction;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Tells by events what becomes of the node, under upstream's reasons: <c>kubectl describe node</c> is where people look first.</summary>
internal sealed class NodeEvents(KubeletEvents events)
{
    /// <summary>The kubelet has started.</summary>
    public void Started() => Record(EventTypes.Normal, "Starting", "Starting kubelet.");

    /// <summary>The node's status was one and is another.</summary>
    public void Changed(NodeStatus before, NodeStatus now)
    {
        if (before.NodeInfo is { BootID: { Length: > 0 } boot } && now.NodeInfo is { BootID: { Length: > 0 } next } && next != boot)
            Record(EventTypes.Warning, "Rebooted", $"Node {events.NodeName} has been rebooted, boot id: {next}");
        foreach (var condition in now.Conditions)
        {
            if (before.Conditions.FirstOrDefault(old => old.Type == condition.Type)?.Status == condition.Status) continue;
            if (ReasonOf(condition.Type, condition.Status == "True") is { } reason) Record(EventTypes.Normal, reason, $"Node {events.NodeName} status is now: {reason}");
        }
    }

    private static string? ReasonOf(string type, bool isTrue) => type switch
    {
        "Ready" => isTrue ? "NodeReady" : "NodeNotReady",
        NodePressure.Memory => isTrue ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory",
        NodePressure.Disk => isTrue ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure",
        NodePressure.Pid => isTrue ? "NodeHasInsufficientPID" : "NodeHasSufficientPID",
        _ => null,
    };

    private void Record(string type, string reason, string message) => events.Record(NodeReference.To(events.NodeName), type, reason, message);
}
