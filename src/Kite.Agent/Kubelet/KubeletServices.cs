using Kite.Agent.Images;
using Kite.Agent.Images.Providers;
using Kite.Agent.Kubelet.Devices;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Pods.Preemption;
using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Kubelet.Sources;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Kubelet.UserNamespaces;
using Kite.Agent.Network;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri;
using Kite.Agent.Runtime.Docker;
using Kite.Agent.Volumes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet;

/// <summary>Adds the kubelet to a host.</summary>
public static class KubeletServices
{
    /// <summary>
    /// Adds the kubelet, on Docker or on a runtime that speaks CRI. It needs <c>IApiClient</c>, <c>IInformerFactory</c>, <c>IEventRecorderFactory</c> and the pod network; it registers the node, runs its pods
    /// and leaves containers running when the host stops.
    /// </summary>
    public static IServiceCollection AddKubelet(this IServiceCollection services, KubeletOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton(options);
        if (options.RuntimeEndpoint is { } endpoint) services.AddCriRuntime(new CriOptions(endpoint, options.NodeName)).AddSingleton<IContainerRuntime>(provider => Measured(provider, provider.GetRequiredService<CriRuntime>()));
        else services.AddSingleton(new DockerOptions(options.DockerEndpoint, options.NodeName, Path.Combine(options.DataDirectory, "image_roots"))).AddSingleton<DockerRuntime>().AddSingleton<IContainerRuntime>(provider => Measured(provider, provider.GetRequiredService<DockerRuntime>()));
        services.AddSingleton<RuntimeMeters>().AddSingleton<KubeletMeters>();
        services.AddSingleton<IRuntimeImages>(provider => provider.GetRequiredService<IContainerRuntime>());
        services.AddSingleton<IRuntimeStreams>(provider => provider.GetRequiredService<IContainerRuntime>());
        services.AddSingleton<RuntimeCache>().AddSingleton<RuntimeMonitor>().AddSingleton<IRuntimeHealth>(provider => provider.GetRequiredService<RuntimeMonitor>());
        services.AddSingleton<ImageCache>().AddSingleton<ImagePuller>().AddSingleton<ContainerImagePuller>().AddSingleton(options.Images.CredentialProviders).AddSingleton<CredentialProviders>().AddSingleton<PullSecrets>().AddSingleton<PulledImages>()
            .AddSingleton<ImageRemover>().AddSingleton<ImageGarbageCollector>().AddHostedService(provider => provider.GetRequiredService<ImageGarbageCollector>());
        services.AddSingleton<HttpProber>().AddSingleton<GrpcProber>().AddSingleton<ProbeCounts>().AddSingleton<Prober>();
        services.AddSingleton<NodeAddresses>().AddSingleton<NodeCapacity>().AddSingleton<NodeDescription>().AddSingleton<NodeConditions>().AddSingleton<LocalNode>().AddSingleton<VolumesInUse>();
        services.AddSingleton<PodFiles>().AddSingleton<ResolverFile>().AddSingleton<ServiceEnvironment>().AddSingleton<EnvironmentBuilder>()
            .AddSingleton<ResourceSettings>().AddSingleton<SecuritySettings>().AddSingleton<StandardFiles>().AddSingleton<VolumeMounts>().AddSingleton<ContainerSettings>().AddSingleton<SandboxSettings>().AddSingleton<SubordinateIds>().AddSingleton<PodUserIds>();
        services.AddSingleton<TerminationMessages>().AddSingleton<PodReporter>().AddSingleton<PodTerminator>().AddSingleton<PodStarter>().AddSingleton<PodLifecycle>()
            .AddSingleton<SandboxStarter>().AddSingleton<ContainerStarter>().AddSingleton<LifecycleHooks>();
        services.AddSingleton<PodAdmissions>().AddSingleton<PodAdmitter>().AddSingleton<NodeRoom>().AddSingleton<Preemptions>().AddSingleton<Func<IPodEvictor>>(provider => provider.GetRequiredService<IPodEvictor>).AddSingleton<ResizeAdmission>().AddSingleton<PodResizes>().AddSingleton<PodResizer>();
        services.AddSingleton<IPodAdmission, OperatingSystemAdmission>().AddSingleton<IPodAdmission, SysctlAdmission>().AddSingleton<IPodAdmission, AppArmorAdmission>().AddSingleton<IPodAdmission, GroupsAdmission>();
        services.AddNodeResources(options);
        services.AddVolumes();
        services.AddSingleton<KubeletEvents>();
        services.AddSingleton(provider => new KubeletParts(
            provider.GetRequiredService<Prober>(), provider.GetRequiredService<PodVolumes>(), provider.GetRequiredService<PodAdmissions>(), provider.GetRequiredService<PodResizes>(), provider.GetRequiredService<KubeletEvents>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())
        {
            Meters = provider.GetRequiredService<KubeletMeters>(),
        });
        services.AddSingleton(provider => new NodeServices(
            provider.GetRequiredService<IRuntimeHealth>(), provider.GetRequiredService<IPodNetwork>(), provider.GetRequiredService<LocalNode>(),
            provider.GetRequiredService<KubeletEvents>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<NodeRegistration>>())
        {
            Pressure = provider.GetRequiredService<NodePressure>(),
            Devices = provider.GetRequiredService<ExtendedResources>(),
            Volumes = provider.GetRequiredService<VolumesInUse>(),
        });
        services.AddSingleton<PodWorkers>().AddSingleton<IPodDirectory>(provider => provider.GetRequiredService<PodWorkers>())
            .AddSingleton<IPodEvictor>(provider => provider.GetRequiredService<PodWorkers>());
        services.AddHostedService(provider => provider.GetRequiredService<RuntimeMonitor>());
        services.AddHostedService<NodeRegistration>().AddHostedService<NodeLease>();
        services.AddPodSources();
        return services;
    }

    private static MeasuredRuntime Measured(IServiceProvider provider, IContainerRuntime runtime) =>
        new MeasuredRuntime(runtime, provider.GetRequiredService<RuntimeCache>(), provider.GetRequiredService<RuntimeMeters>(), provider.GetRequiredService<TimeProvider>());
}
