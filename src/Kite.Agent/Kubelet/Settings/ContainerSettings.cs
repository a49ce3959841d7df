using Kite.Agent.Images;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Resolves a container's spec to plain values for the runtime, and writes the files that it is given.</summary>
internal sealed class ContainerSettings(
    EnvironmentBuilder environment, ResourceSettings resources, VolumeMounts volumes, StandardFiles files, SecuritySettings security, IEnumerable<IContainerAllocations> allocations)
{
    /// <summary>The settings for one start of a container.</summary>
    /// <exception cref="StartException">Something that the spec refers to is missing or not allowed.</exception>
    public async Task<ContainerConfig> BuildAsync(Pod pod, Container container, RuntimeContainer sandbox, ContainerImages images, int attempt, CancellationToken cancellationToken)
    {
        SecuritySettings.CheckUser(pod, container, images.Own);
        var variables = await environment.BuildAsync(pod, container, sandbox, cancellationToken);
        var allocated = new List<ContainerAllocation>();
        foreach (var allocation in allocations)
            if (await allocation.OfAsync(pod, container, cancellationToken) is { } given) allocated.Add(given);
        foreach (var (name, value) in allocated.SelectMany(allocation => allocation.Environment)) variables.TryAdd(name, value);
        string Expand(string text) => VariableExpansion.Expand(text, name => variables.GetValueOrDefault(name));
        var message = files.TerminationMessage(pod, container, attempt);
        return new ContainerConfig
        {
            Pod = PodRules.IdentityOf(pod),
            Name = container.Name,
            SandboxId = sandbox.Id,
            Image = images.Own.Id,
            ImageUser = images.Own.User,
            Attempt = attempt,
            Hash = ContainerHash.Of(container),
            Command = container.Command.Select(Expand).ToArray(),
            Args = container.Args.Select(Expand).ToArray(),
            WorkingDirectory = container.WorkingDir ?? "",
            Environment = variables.Select(pair => $"{pair.Key}={pair.Value}").ToArray(),
            Mounts = [.. volumes.Of(pod, container, images.Volumes, variables), .. files.Names(pod, container, sandbox), message, .. allocated.SelectMany(allocation => allocation.Mounts)],
            MountDirectory = files.MountDirectory(pod, container),
            Devices = [.. volumes.DevicesOf(pod, container), .. allocated.SelectMany(allocation => allocation.Devices)],
            Annotations = allocated.SelectMany(allocation => allocation.Annotations).DistinctBy(pair => pair.Key).ToDictionary(),
            Tty = container.Tty is true,
            Stdin = container.Stdin is true,
            StdinOnce = container.StdinOnce is true,
            StopSignal = container.Lifecycle?.StopSignal ?? "",
            CgroupParent = sandbox.CgroupParent,
            Resources = resources.Of(pod, container),
            Security = security.Of(pod, container, images.Own),
            TerminationMessageFile = message.Source,
            RuntimeHandler = sandbox.RuntimeHandler,
            HostUsers = pod.Spec.HostUsers is not false,
            HostPid = pod.Spec.HostPID is true,
            HostIpc = pod.Spec.HostIPC is true,
            SharePid = pod.Spec.ShareProcessNamespace is true,
        };
    }
}
