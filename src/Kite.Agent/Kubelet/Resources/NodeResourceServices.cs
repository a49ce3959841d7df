using Kite.Agent.Kubelet.Devices;
using Kite.Agent.Kubelet.Devices.PodResources;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.OutOfMemory;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.Agent.Kubelet.Resources;

/// <summary>Adds what shares out a node's resources: control groups, admission by room, statistics, eviction.</summary>
internal static class NodeResourceServices
{
    /// <summary>Adds them to the kubelet.</summary>
    public static IServiceCollection AddNodeResources(this IServiceCollection services, KubeletOptions options)
    {
        services.AddSingleton<ICgroups>(_ => Cgroups.Open()).AddSingleton<PodCgroups>();
        services.AddSingleton<ExtendedResources>().AddSingleton<DeviceInventory>().AddSingleton<DevicePlugins>().AddSingleton<IContainerAllocations, DeviceAllocations>();
        services.AddSingleton(new DeviceCheckpoint(DevicePlugins.DirectoryOf(options)));
        services.AddHostedService(provider => provider.GetRequiredService<DevicePlugins>());
        services.AddSingleton<PodResourcesService>().AddHostedService<PodResourcesServer>();
        services.AddSingleton<IPodAdmission, PressureAdmission>().AddSingleton<IPodAdmission, DeviceAdmission>().AddSingleton<IPodAdmission, NodeAdmission>();
        services.AddSingleton<DiskMeter>().AddSingleton<PodDisk>().AddSingleton<UsageReader>().AddSingleton<CpuRates>().AddSingleton<NodeSummary>().AddSingleton<PodSummary>();
        services.AddSingleton<NodePressure>().AddSingleton<ISignalReader, SignalReader>().AddSingleton<ConsumptionReader>().AddSingleton<LocalStorageLimits>();
        services.AddSingleton(new ThresholdTracker([.. options.EvictionHard, .. options.EvictionSoft], options.EvictionPressureTransitionPeriod));
        services.AddSingleton(provider => new EvictionSources(
            provider.GetRequiredService<ISignalReader>(), provider.GetRequiredService<ConsumptionReader>(), provider.GetRequiredService<LocalStorageLimits>(),
            provider.GetRequiredService<RuntimeCache>(), [.. provider.GetServices<IDiskReclaimer>()])
        {
            Meters = provider.GetRequiredService<KubeletMeters>(),
        });
        services.AddSingleton<IDiskReclaimer, DeadContainers>().AddSingleton<IDiskReclaimer, UnusedImages>().AddSingleton<Evictions>();
        services.AddHostedService<EvictionLoop>().AddHostedService<OutOfMemoryWatcher>();
        return services;
    }
}
