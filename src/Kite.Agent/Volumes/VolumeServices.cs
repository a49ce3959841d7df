using Microsoft.Extensions.DependencyInjection;

namespace Kite.Agent.Volumes;

/// <summary>Adds pods' volumes to a host.</summary>
internal static class VolumeServices
{
    /// <summary>Adds volumes; the kubelet calls it.</summary>
    public static IServiceCollection AddVolumes(this IServiceCollection services) =>
        services.AddSingleton<ServiceAccountTokens>().AddSingleton<VolumeFiles>().AddSingleton<PodVolumes>();
}
