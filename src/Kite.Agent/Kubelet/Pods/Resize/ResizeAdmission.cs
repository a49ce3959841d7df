using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Resources;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>Decides whether a pod gets what it asks for now, later, or never on this node.</summary>
internal sealed class ResizeAdmission(NodeCapacity capacity, NodeRoom room)
{
    /// <summary>Never: the node is too small.</summary>
    public const string Infeasible = "Infeasible";

    /// <summary>Not now: others have it.</summary>
    public const string Deferred = "Deferred";

    private static readonly string[] Resized = ["memory", "cpu"];

    /// <summary>Null where it gets it, else why not.</summary>
    /// <param name="pod">The pod with what it asks for.</param>
    /// <param name="others">The pods that have their place, with what they were granted.</param>
    public PodRejection? Check(Pod pod, IReadOnlyCollection<Pod> others)
    {
        var requests = PodAmounts.Requests(pod);
        foreach (var resource in Resized)
        {
            var all = PodAmounts.Units(resource, capacity.Allocatable[resource]);
            if (requests.GetValueOrDefault(resource) > all)
                return new PodRejection(Infeasible, $"Node didn't have enough capacity: {resource}, requested: {requests[resource]}, capacity: {all}");
        }
        return room.Missing(pod, others).FirstOrDefault() is { } missing ? new PodRejection(Deferred, missing.Message) : null;
    }
}
