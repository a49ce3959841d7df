using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Record;
using Kite.Agent.Kubelet.Sources.Manifests;
using Kite.Agent.Kubelet.Sources.Mirrors;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Kite.Agent.Volumes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Sources;

/// <summary>Adds where pods come from.</summary>
internal static class PodSourceServices
{
    /// <summary>Adds the API, manifests and the node's record as sources of pods and of the objects that they refer to. It is what sets the kubelet going: to be called last.</summary>
    public static IServiceCollection AddPodSources(this IServiceCollection services)
    {
        services.AddSingleton<PodRecord>().AddSingleton<ApiObjectSource>().AddSingleton<IObjectSource, RecordedObjects>()
            .AddSingleton<FollowedObjects>().AddHostedService(provider => provider.GetRequiredService<FollowedObjects>());
        services.AddSingleton<ManifestReader>().AddSingleton<ManifestDirectory>().AddSingleton<MirrorPods>().AddSingleton<PodStatusTargets>();
        services.AddSingleton(provider => new PodSourceParts(
            provider.GetRequiredService<RuntimeCache>(), provider.GetRequiredService<IRuntimeHealth>(), provider.GetRequiredService<PodLifecycle>(), provider.GetRequiredService<PodVolumes>(),
            provider.GetRequiredService<IPodNetwork>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PodSources>>())
        {
            Jumps = provider.GetRequiredService<ClockJumps>(),
        });
        services.AddSingleton<ClockJumps>().AddHostedService(provider => provider.GetRequiredService<ClockJumps>());
        return services.AddHostedService(provider => provider.GetRequiredService<PodRecord>()).AddHostedService<PodSources>();
    }
}
