using System.Text;
using Kite.Api.Meta;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>What evicted pods and their events say, in upstream's words.</summary>
internal static class EvictionMessage
{
    /// <summary>For a resource that the whole node is short of.</summary>
    public static string Of(EvictionThreshold threshold, SignalObservation seen, PodConsumption pod)
    {
        var resource = EvictionSignals.ResourceOf(threshold.Signal);
        var isBytes = resource is "memory" or "ephemeral-storage";
        string Amount(long value) => (isBytes ? Quantity.OfBytes(value) : Quantity.Of(value)).Text;
        var text = new StringBuilder($"The node was low on resource: {resource}. Threshold quantity: {threshold.QuantityOf(seen.Capacity)}, available: {Available(seen, isBytes)}. ");
        foreach (var (name, (used, requested)) in pod.Containers)
            if (used > requested) text.Append($"Container {name} was using {Amount(used)}, request is {Amount(requested)}, has larger consumption of {resource}. ");
        return text.ToString();
    }

    /// <summary>For a volume that has grown over its limit.</summary>
    public static string OfEmptyDir(string volume, Quantity limit) => $"Usage of EmptyDir volume \"{volume}\" exceeds the limit \"{limit}\". ";

    /// <summary>For a container that takes more of the disk than it may.</summary>
    public static string OfContainer(string container, Quantity limit) => $"Container {container} exceeded its local ephemeral storage limit \"{limit}\". ";

    /// <summary>For a pod that takes more of the disk than its containers together may.</summary>
    public static string OfPod(Quantity limit) => $"Pod ephemeral local storage usage exceeds the total limit of containers {limit}. ";

    /// <summary>For a pod that isn't taken because of what the node is short of.</summary>
    public static string OfCondition(IEnumerable<string> conditions) => $"The node had condition: [{string.Join(' ', conditions)}]. ";

    private static string Available(SignalObservation seen, bool isBytes) => isBytes ? $"{seen.Available / 1024}Ki" : Quantity.Of(seen.Available).Text;
}
