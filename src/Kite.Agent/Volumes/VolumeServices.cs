using Kite.Agent.Kubelet.PluginRegistration;
using Kite.Agent.Network.Commands;
using Kite.Agent.Volumes.Csi;
using Kite.Agent.Volumes.Plugins;
using Kite.Agent.Volumes.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kite.Agent.Volumes;

/// <summary>Adds pods' volumes to a host.</summary>
internal static class VolumeServices
{
    /// <summary>Adds volumes; the kubelet calls it.</summary>
    public static IServiceCollection AddVolumes(this IServiceCollection services)
    {
        services.TryAddSingleton<ICommandRunner, ProcessCommandRunner>();
        return services
            .AddSingleton<ServiceAccountTokens>().AddSingleton<PodSecrets>().AddSingleton<VolumeFiles>().AddSingleton<ClaimedVolumes>().AddSingleton<SubPathMounts>()
            .AddSingleton<IVolumePlugin, EmptyDirectories>().AddSingleton<IVolumePlugin, HostDirectories>().AddSingleton<IVolumePlugin, ObjectVolumes>()
            .AddSingleton<LocalDevices>().AddSingleton<IVolumePlugin, LocalVolumes>().AddSingleton<IVolumePlugin, NfsVolumes>()
            .AddSingleton<CsiFiles>().AddSingleton<CsiNodes>().AddSingleton<CsiDrivers>().AddSingleton<CsiAttachments>().AddSingleton<CsiContext>().AddSingleton<CsiStaging>().AddSingleton<CsiExpansion>().AddSingleton<CsiVolumes>()
            .AddSingleton<IVolumePlugin>(provider => provider.GetRequiredService<CsiVolumes>()).AddSingleton<IPluginHandler>(provider => provider.GetRequiredService<CsiDrivers>())
            .AddHostedService<SharedMounts>().AddHostedService(provider => provider.GetRequiredService<CsiVolumes>()).AddHostedService(provider => provider.GetRequiredService<CsiNodes>()).AddHostedService<PluginRegistry>()
            .AddSingleton<LocalPathDirectories>().AddSingleton<PodVolumes>().AddSingleton<CsiUsage>().AddSingleton<VolumeMeter>();
    }
}
