using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Resolves a container's spec to plain values for the runtime, and writes the files that it is given.</summary>
internal sealed class ContainerSettings(KubeletOptions options, EnvironmentBuilder environment, ResourceSettings resources, VolumeMounts volumes, PodFiles files, ResolverFile resolver, SecuritySettings security, IEnumerable<IContainerAllocations> allocations)
{
    private const string DefaultMessagePath = "/dev/termination-log";
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The settings for one start of a container.</summary>
    /// <exception cref="StartException">Something that the spec refers to is missing or not allowed.</exception>
    public async Task<ContainerConfig> BuildAsync(Pod pod, Container container, RuntimeContainer sandbox, RuntimeImage image, int attempt, CancellationToken cancellationToken)
    {
        SecuritySettings.CheckUser(pod, container, image);
        var variables = await environment.BuildAsync(pod, container, sandbox, cancellationToken);
        var allocated = allocations.Select(allocation => allocation.Of(pod, container)).OfType<ContainerAllocation>().ToArray();
        foreach (var (name, value) in allocated.SelectMany(allocation => allocation.Environment)) variables.TryAdd(name, value);
        string Expand(string text) => VariableExpansion.Expand(text, name => variables.GetValueOrDefault(name));
        var message = PrepareMessageFile(pod, container, attempt);
        return new ContainerConfig
        {
            Pod = PodRules.IdentityOf(pod),
            Name = container.Name,
            SandboxId = sandbox.Id,
            Image = image.Id,
            ImageUser = image.User,
            Attempt = attempt,
            Hash = ContainerHash.Of(container),
            Command = container.Command.Select(Expand).ToArray(),
            Args = container.Args.Select(Expand).ToArray(),
            WorkingDirectory = container.WorkingDir ?? "",
            Environment = variables.Select(pair => $"{pair.Key}={pair.Value}").ToArray(),
            Mounts = [.. Mounts(pod, container, sandbox, message, variables), .. allocated.SelectMany(allocation => allocation.Mounts)],
            Devices = allocated.SelectMany(allocation => allocation.Devices).ToArray(),
            Annotations = allocated.SelectMany(allocation => allocation.Annotations).DistinctBy(pair => pair.Key).ToDictionary(),
            Tty = container.Tty is true,
            Stdin = container.Stdin is true,
            StdinOnce = container.StdinOnce is true,
            StopSignal = container.Lifecycle?.StopSignal ?? "",
            CgroupParent = sandbox.CgroupParent,
            Resources = resources.Of(pod, container),
            Security = security.Of(pod, container, image),
            TerminationMessageFile = message,
            RuntimeHandler = sandbox.RuntimeHandler,
            HostUsers = pod.Spec.HostUsers is not false,
            HostPid = pod.Spec.HostPID is true,
            HostIpc = pod.Spec.HostIPC is true,
            SharePid = pod.Spec.ShareProcessNamespace is true,
        };
    }

    private List<ContainerMount> Mounts(Pod pod, Container container, RuntimeContainer sandbox, string message, IReadOnlyDictionary<string, string> variables)
    {
        var mounts = new List<ContainerMount>(container.VolumeMounts.Count + 3);
        mounts.AddRange(volumes.Of(pod, container, variables));
        AddFile(mounts, files.Hosts(pod.Metadata.Uid), "/etc/hosts", () => HostNames.HostsFile(pod, options.NodeName, options.ClusterDomain, sandbox.Addresses));
        AddFile(mounts, files.Resolver(pod.Metadata.Uid), "/etc/resolv.conf", () => resolver.SettingsFor(pod).ToString());
        mounts.Add(new ContainerMount(message, string.IsNullOrEmpty(container.TerminationMessagePath) ? DefaultMessagePath : container.TerminationMessagePath, false));
        return mounts;
    }

    private static void AddFile(List<ContainerMount> mounts, string file, string target, Func<string> content)
    {
        if (mounts.Any(mount => mount.Target == target)) return;
        var text = content();
        // Written in place: containers that run already have this very file mounted.
        if (!File.Exists(file) || File.ReadAllText(file) != text) File.WriteAllText(file, text);
        mounts.Add(new ContainerMount(file, target, false));
    }

    private string PrepareMessageFile(Pod pod, Container container, int attempt)
    {
        var file = files.TerminationMessage(pod.Metadata.Uid, container.Name, attempt);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, []);
        File.SetUnixFileMode(file, Everyone);
        return file;
    }
}
