namespace Kite.Agent.Kubelet.Nodes;

/// <summary>A resource of which the node hasn't enough left for a pod. CPU is in thousandths of a core.</summary>
/// <param name="Resource">Its name.</param>
/// <param name="Requested">What the pod asks for.</param>
/// <param name="Used">What others have.</param>
/// <param name="Capacity">What there is for pods.</param>
internal sealed record MissingResource(string Resource, long Requested, long Used, long Capacity)
{
    /// <summary>How much would have to be given back for the pod to fit.</summary>
    public long Shortage => Requested + Used - Capacity;

    /// <summary>In words.</summary>
    public string Message => $"Node didn't have enough resource: {Resource}, requested: {Requested}, used: {Used}, capacity: {Capacity}";
}
