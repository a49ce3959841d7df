using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Reads what pods use of the resource that runs out. Only when it does: it costs more than all else here.</summary>
internal sealed class ConsumptionReader(UsageReader usage, PodDisk disk, RuntimeCache cache)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    /// <summary>What pods use of what a signal is about.</summary>
    public async Task<IReadOnlyList<PodConsumption>> ReadAsync(string signal, IEnumerable<Pod> pods, CancellationToken cancellationToken)
    {
        var consumptions = new List<PodConsumption>();
        foreach (var pod in pods)
        {
            consumptions.Add(EvictionSignals.ResourceOf(signal) switch
            {
                "memory" => Memory(pod),
                "pids" => new PodConsumption(pod, usage.Of(pod)?.Pids ?? 0, 0, new Dictionary<string, (long, long)>()),
                "inodes" => await DiskAsync(pod, use => use.Inodes, 0, cancellationToken),
                _ => await DiskAsync(pod, use => use.Bytes, PodAmounts.Requests(pod).GetValueOrDefault("ephemeral-storage"), cancellationToken),
            });
        }
        return consumptions;
    }

    /// <summary>What a container asked for.</summary>
    private static long Requested(Container container, string resource) =>
        container.Resources is { } resources && resources.Requests.TryGetValue(resource, out var amount) ? amount.Value : 0;

    private PodConsumption Memory(Pod pod)
    {
        var held = cache.Pod(pod.Metadata.Uid);
        var containers = new Dictionary<string, (long Used, long Requested)>(StringComparer.Ordinal);
        foreach (var container in PodRules.AllContainers(pod))
            if (held.Latest(container.Name) is { } running && usage.Of(running) is { } used) containers[container.Name] = (used.WorkingSetBytes, Requested(container, "memory"));
        return new PodConsumption(pod, usage.Of(pod)?.WorkingSetBytes ?? 0, PodAmounts.Requests(pod).GetValueOrDefault("memory"), containers);
    }

    private async Task<PodConsumption> DiskAsync(Pod pod, Func<DiskUsage, long> amount, long requested, CancellationToken cancellationToken)
    {
        var byContainer = await disk.OfContainersAsync(pod, MaxAge, cancellationToken);
        var volumes = PodDisk.LocalVolumes(pod).Sum(volume => amount(disk.OfVolume(pod.Metadata.Uid, volume, MaxAge, cancellationToken)));
        var containers = PodRules.AllContainers(pod).Where(container => byContainer.ContainsKey(container.Name))
            .ToDictionary(container => container.Name, container => (amount(byContainer[container.Name].Root + byContainer[container.Name].Logs), Requested(container, "ephemeral-storage")));
        return new PodConsumption(pod, volumes + containers.Values.Sum(container => container.Item1), requested, containers);
    }
}
