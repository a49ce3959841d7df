using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Makes pods' sandboxes on the pod network, or on the host's.</summary>
internal sealed class SandboxStarter(IContainerRuntime runtime, RuntimeCache cache, IPodNetwork network, PodCgroups cgroups, SandboxSettings settings)
{
    /// <summary>Makes and starts a sandbox.</summary>
    public async Task<RuntimeContainer> StartAsync(Pod pod, int attempt, CancellationToken cancellationToken)
    {
        foreach (var old in cache.Pod(pod.Metadata.Uid).All.Where(container => container.IsSandbox).ToArray())
        {
            await runtime.RemoveAsync(old.Id, CancellationToken.None);
            cache.Remove(old.Id);
        }
        var isHostNetwork = pod.Spec.HostNetwork is true;
        var config = await settings.BuildAsync(pod, attempt, cancellationToken);
        config = config with { CgroupParent = await cgroups.EnsureAsync(pod, cancellationToken) };
        if (!isHostNetwork) config = config with { Network = (await network.WaitReadyAsync(cancellationToken)).Network };
        RuntimeContainer sandbox;
        try
        {
            // Not to be cut short: a container that nobody knows of would be left behind.
            sandbox = await runtime.RunSandboxAsync(config, CancellationToken.None);
        }
        catch (RuntimeNotFoundException) when (!isHostNetwork)
        {
            network.Invalidate();
            throw;
        }
        cache.Set(sandbox);
        return sandbox;
    }
}
