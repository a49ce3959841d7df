using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Sources;
using Kite.Agent.Kubelet.UserNamespaces;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Resolves a pod's spec to what its sandbox is made from.</summary>
internal sealed class SandboxSettings(KubeletOptions options, IObjectSource objects, ResolverFile resolver, IContainerRuntime runtime, PodUserIds userIds, KubeletEvents events)
{
    /// <summary>The settings for one sandbox of a pod, without its network.</summary>
    /// <exception cref="RuntimeException">The pod's runtime class isn't there, or its name is too long.</exception>
    public async Task<SandboxConfig> BuildAsync(Pod pod, int attempt, CancellationToken cancellationToken)
    {
        ReportResolver(pod);
        return new SandboxConfig
        {
            Pod = PodRules.IdentityOf(pod),
            Attempt = attempt,
            Hostname = HostNames.ForKernel(pod, options.NodeName, options.ClusterDomain),
            RuntimeHandler = await HandlerAsync(pod, cancellationToken),
            HostUsers = pod.Spec.HostUsers is not false,
            UserIds = pod.Spec.HostUsers is false && runtime.TakesUserIds ? await userIds.OfAsync(pod, cancellationToken) : null,
            Privileged = PodRules.AllContainers(pod).Any(container => container.SecurityContext?.Privileged is true),
            HostPid = pod.Spec.HostPID is true,
            HostIpc = pod.Spec.HostIPC is true,
            Ports = pod.Spec.HostNetwork is true ? [] : Ports(pod),
            Sysctls = pod.Spec.SecurityContext?.Sysctls.ToDictionary(sysctl => SysctlNames.Normalize(sysctl.Name), sysctl => sysctl.Value) ?? [],
        };
    }

    private void ReportResolver(Pod pod)
    {
        if (resolver.MissingClusterDns(pod) is { } missing) events.Record(ObjectReferences.To(pod), EventTypes.Warning, "MissingClusterDNS", missing);
        foreach (var omission in resolver.SettingsFor(pod).Omissions) events.Record(ObjectReferences.To(pod), EventTypes.Warning, "DNSConfigForming", omission);
    }

    private async Task<string> HandlerAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (pod.Spec.RuntimeClassName is not { Length: > 0 } name) return "";
        return (await objects.RuntimeClassAsync(name, cancellationToken))?.Handler ?? throw new RuntimeException($"runtimeclass.node.k8s.io \"{name}\" not found");
    }

    private static PortMapping[] Ports(Pod pod) => pod.Spec.InitContainers.Where(PodRules.IsSidecar).Concat(pod.Spec.Containers).SelectMany(container => container.Ports)
        .Where(port => port.HostPort is > 0)
        .Select(port => new PortMapping(port.HostIP ?? "", port.HostPort!.Value, port.ContainerPortValue, (port.Protocol ?? "TCP").ToLowerInvariant())).ToArray();
}
