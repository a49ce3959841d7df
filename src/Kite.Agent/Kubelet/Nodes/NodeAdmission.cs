using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Resources;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Takes the pods that there is room for on a node that they may be on, in case somebody other than a scheduler bound them here.</summary>
internal sealed class NodeAdmission(NodeCapacity capacity, LocalNode localNode, PodCgroups cgroups) : IPodAdmission
{
    public ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken)
    {
        var rejection = request.IsRunning ? null : Check(request.Pod, request.Others, localNode.Current);
        if (rejection is null) cgroups.Track(request.Pod);
        return ValueTask.FromResult(rejection);
    }

    private static PodRejection Failed(string predicate, string why) => new(predicate, $"Predicate {predicate} failed: {why}");

    private static PodRejection Insufficient(string resource, long requested, long used, long capacity) =>
        new($"OutOf{resource}", $"Node didn't have enough resource: {resource}, requested: {requested}, used: {used}, capacity: {capacity}");

    private static bool HasPortConflict(Pod pod, IReadOnlyCollection<Pod> others)
    {
        var wanted = HostPorts(pod).ToArray();
        return wanted.Length > 0 && others.SelectMany(HostPorts).Any(taken => wanted.Any(port =>
            port.Port == taken.Port && port.Protocol == taken.Protocol && (port.Address == taken.Address || port.Address == "0.0.0.0" || taken.Address == "0.0.0.0")));
    }

    private static IEnumerable<(int Port, string Protocol, string Address)> HostPorts(Pod pod) =>
        pod.Spec.InitContainers.Where(PodRules.IsSidecar).Concat(pod.Spec.Containers).SelectMany(container => container.Ports).Where(port => port.HostPort is > 0)
            .Select(port => (port.HostPort!.Value, port.Protocol ?? "TCP", port.HostIP is { Length: > 0 } address ? address : "0.0.0.0"));

    private PodRejection? Check(Pod pod, IReadOnlyCollection<Pod> others, Node? node)
    {
        if (CheckRoom(pod, others, node) is { } full) return full;
        if (node is not null && !NodeFit.Matches(pod, node)) return Failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
        if (HasPortConflict(pod, others)) return Failed("NodePorts", "node(s) didn't have free ports for the requested pod ports");
        return node is not null && pod.Metadata.Annotations.GetValueOrDefault("kubernetes.io/config.source", "api") == "api" && NodeFit.Untolerated(pod, node) is not null
            ? Failed("TaintToleration", "node(s) had taints that the pod didn't tolerate") : null;
    }

    private PodRejection? CheckRoom(Pod pod, IReadOnlyCollection<Pod> others, Node? node)
    {
        var most = capacity.Allocatable["pods"].Value;
        if (others.Count + 1 > most) return Insufficient("pods", 1, others.Count, most);
        var requests = PodAmounts.Requests(pod);
        if (requests.Values.All(amount => amount == 0)) return null;
        var used = others.Select(PodAmounts.Requests).ToArray();
        foreach (var (resource, requested) in requests.OrderBy(request => Rank(request.Key)).Where(request => request.Value > 0))
        {
            // What no node has may be a resource of the whole cluster.
            if (!capacity.Allocatable.TryGetValue(resource, out var allocatable) && node?.Status.Allocatable.TryGetValue(resource, out allocatable) is not true) continue;
            var all = PodAmounts.Units(resource, allocatable);
            var taken = used.Sum(amounts => amounts.GetValueOrDefault(resource));
            if (requested > all - taken) return Insufficient(resource, requested, taken, all);
        }
        return null;
    }

    private static int Rank(string resource) => resource switch
    {
        "cpu" => 0,
        "memory" => 1,
        "ephemeral-storage" => 2,
        _ => 3,
    };
}
