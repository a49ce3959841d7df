using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Makes pods' sandboxes on the pod network, or on the host's.</summary>
internal sealed class SandboxStarter(IContainerRuntime runtime, RuntimeCache cache, IPodNetwork network, PodFiles files)
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
        var config = new SandboxConfig
        {
            Pod = PodRules.IdentityOf(pod),
            Attempt = attempt,
            Hostname = HostNames.Of(pod, files.NodeName),
            Network = isHostNetwork ? "" : (await network.WaitReadyAsync(cancellationToken)).DockerNetwork,
            HostPid = pod.Spec.HostPID is true,
            HostIpc = pod.Spec.HostIPC is true,
            Ports = isHostNetwork ? [] : Ports(pod),
            Sysctls = pod.Spec.SecurityContext?.Sysctls.ToDictionary(sysctl => sysctl.Name, sysctl => sysctl.Value) ?? [],
        };
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

    private static PortMapping[] Ports(Pod pod) => pod.Spec.InitContainers.Where(PodRules.IsSidecar).Concat(pod.Spec.Containers).SelectMany(container => container.Ports)
        .Where(port => port.HostPort is > 0)
        .Select(port => new PortMapping(port.HostIP ?? "", port.HostPort!.Value, port.ContainerPortValue, (port.Protocol ?? "TCP").ToLowerInvariant())).ToArray();
}
