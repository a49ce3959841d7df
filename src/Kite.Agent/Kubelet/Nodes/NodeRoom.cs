using Kite.Agent.Kubelet.Resources;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What the node has left for one more pod.</summary>
internal sealed class NodeRoom(NodeCapacity capacity, LocalNode localNode)
{
    /// <summary>The resources of which there isn't enough for a pod beside others, the most telling first.</summary>
    public IEnumerable<MissingResource> Missing(Pod pod, IReadOnlyCollection<Pod> others)
    {
        var most = capacity.Allocatable["pods"].Value;
        if (others.Count + 1 > most) yield return new MissingResource("pods", 1, others.Count, most);
        var requests = PodAmounts.Requests(pod);
        if (requests.Values.All(amount => amount == 0)) yield break;
        var used = others.Select(PodAmounts.Taken).ToArray();
        foreach (var (resource, requested) in requests.OrderBy(request => Rank(request.Key)).Where(request => request.Value > 0))
        {
            // What no node has may be a resource of the whole cluster.
            if (!capacity.Allocatable.TryGetValue(resource, out var allocatable) && localNode.Current?.Status.Allocatable.TryGetValue(resource, out allocatable) is not true) continue;
            var missing = new MissingResource(resource, requested, used.Sum(amounts => amounts.GetValueOrDefault(resource)), PodAmounts.Units(resource, allocatable));
            if (missing.Shortage > 0) yield return missing;
        }
    }

    private static int Rank(string resource) => resource switch
    {
        "cpu" => 0,
        "memory" => 1,
        "ephemeral-storage" => 2,
        _ => 3,
    };
}
