using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Pods.Preemption;
using Kite.Agent.Kubelet.Resources;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Takes the pods that there is room for on a node that they may be on, in case somebody other than a scheduler bound them here.</summary>
internal sealed class NodeAdmission(NodeRoom room, Preemptions preemptions, LocalNode localNode, PodCgroups cgroups) : IPodAdmission
{
    public async ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken)
    {
        var rejection = request.IsRunning ? null : await CheckAsync(request, cancellationToken);
        if (rejection is null) cgroups.Track(request.Pod);
        return rejection;
    }

    private static PodRejection Failed(string predicate, string why) => new(predicate, $"Predicate {predicate} failed: {why}");

    private static bool HasPortConflict(Pod pod, IReadOnlyCollection<Pod> others)
    {
        var wanted = HostPorts(pod).ToArray();
        return wanted.Length > 0 && others.SelectMany(HostPorts).Any(taken => wanted.Any(port =>
            port.Port == taken.Port && port.Protocol == taken.Protocol && (port.Address == taken.Address || port.Address == "0.0.0.0" || taken.Address == "0.0.0.0")));
    }

    private static IEnumerable<(int Port, string Protocol, string Address)> HostPorts(Pod pod) =>
        pod.Spec.InitContainers.Where(PodRules.IsSidecar).Concat(pod.Spec.Containers).SelectMany(container => container.Ports).Where(port => port.HostPort is > 0)
            .Select(port => (port.HostPort!.Value, port.Protocol ?? "TCP", port.HostIP is { Length: > 0 } address ? address : "0.0.0.0"));

    private static PodRejection? Check(Pod pod, IReadOnlyCollection<Pod> others, Node? node)
    {
        if (node is not null && !NodeFit.Matches(pod, node)) return Failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
        if (HasPortConflict(pod, others)) return Failed("NodePorts", "node(s) didn't have free ports for the requested pod ports");
        return node is not null && pod.Metadata.Annotations.GetValueOrDefault("kubernetes.io/config.source", "api") == "api" && NodeFit.Untolerated(pod, node) is not null
            ? Failed("TaintToleration", "node(s) had taints that the pod didn't tolerate") : null;
    }

    /// <summary>A full node is the first reason to be told, and no reason at all where others have to make room for the pod.</summary>
    private async Task<PodRejection?> CheckAsync(PodAdmissionRequest request, CancellationToken cancellationToken)
    {
        var missing = room.Missing(request.Pod, request.Others).ToArray();
        var rejection = Check(request.Pod, request.Others, localNode.Current);
        if (missing.Length == 0) return rejection;
        if (rejection is null && await preemptions.MakeRoomAsync(request.Pod, request.Others, missing, cancellationToken)) return null;
        return new PodRejection($"OutOf{missing[0].Resource}", missing[0].Message);
    }
}
