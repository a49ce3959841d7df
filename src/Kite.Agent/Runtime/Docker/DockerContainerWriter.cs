using Docker.DotNet.Models;
using Kite.Agent.Runtime.Pause;

namespace Kite.Agent.Runtime.Docker;

/// <summary>Says to the engine what to make.</summary>
internal static class DockerContainerWriter
{
    /// <summary>A node component's score: the kernel takes everything else first.</summary>
    private const int SandboxOomScore = -998;

    /// <summary>Meaningful to engines that give containers user ids of their own; others take it for granted.</summary>
    private const string HostUsers = "host";

    /// <summary>The request for a sandbox.</summary>
    public static CreateContainerParameters Sandbox(string nodeName, SandboxConfig config, bool withNegativeOomScore)
    {
        var labels = Labels(nodeName, config.Pod, DockerNames.Sandbox, config.Attempt);
        if (config.RuntimeHandler.Length > 0) labels[RuntimeLabels.RuntimeHandler] = config.RuntimeHandler;
        var ports = config.Ports.GroupBy(port => $"{port.ContainerPort}/{port.Protocol}").ToArray();
        return new CreateContainerParameters
        {
            Name = DockerNames.Of(config.Pod, DockerNames.Sandbox, config.Attempt),
            Hostname = config.Network.Length == 0 ? null! : config.Hostname,
            Image = PauseImage.Reference,
            Labels = labels,
            ExposedPorts = ports.ToDictionary(group => group.Key, _ => default(EmptyStruct)),
            HostConfig = new HostConfig
            {
                NetworkMode = config.Network.Length == 0 ? "host" : config.Network,
                CgroupParent = CgroupParent(config.CgroupParent),
                IpcMode = config.HostIpc ? "host" : "shareable",
                PidMode = config.HostPid ? "host" : "",
                UsernsMode = config.HostUsers ? HostUsers : "",
                Runtime = RuntimeOf(config.RuntimeHandler),
                OomScoreAdj = withNegativeOomScore ? SandboxOomScore : 0,
                CPUShares = 2,
                LogConfig = new LogConfig { Type = "none" },
                SecurityOpt = ["seccomp=unconfined", "no-new-privileges"],
                ReadonlyRootfs = true,
                Sysctls = config.Sysctls.Count == 0 ? null! : new Dictionary<string, string>(config.Sysctls),
                PortBindings = ports.ToDictionary(
                    group => group.Key,
                    IList<PortBinding> (group) => group.Select(port => new PortBinding { HostIP = port.HostIP, HostPort = port.HostPort.ToString() }).ToArray()),
            },
        };
    }

    /// <summary>The request for a container.</summary>
    public static CreateContainerParameters Container(string nodeName, ContainerConfig config)
    {
        var labels = Labels(nodeName, config.Pod, config.Name, config.Attempt);
        labels[RuntimeLabels.Hash] = config.Hash;
        labels[RuntimeLabels.SandboxId] = config.SandboxId;
        foreach (var (key, value) in config.Annotations) labels[$"annotation.{key}"] = value;
        if (RuntimeLabels.MountedImagesOf(config) is { Length: > 0 } images) labels[RuntimeLabels.MountedImages] = images;
        if (config.TerminationMessageFile.Length > 0) labels[RuntimeLabels.TerminationMessageFile] = config.TerminationMessageFile;
        return new CreateContainerParameters
        {
            Name = DockerNames.Of(config.Pod, config.Name, config.Attempt),
            Image = config.Image,
            Labels = labels,
            Entrypoint = config.Command.Count == 0 ? null! : config.Command.ToArray(),
            Cmd = config.Args.Count == 0 ? null! : config.Args.ToArray(),
            WorkingDir = config.WorkingDirectory,
            Env = config.Environment.ToArray(),
            User = config.Security.User,
            Tty = config.Tty,
            OpenStdin = config.Stdin,
            StdinOnce = config.StdinOnce,
            StopSignal = config.StopSignal.Length == 0 ? null! : config.StopSignal,
            // An image's own health check is not Kubernetes' business.
            Healthcheck = new HealthcheckConfig { Test = ["NONE"] },
            HostConfig = HostConfigOf(config),
        };
    }

    /// <summary>The request for a change of a container's share of the node.</summary>
    public static ContainerUpdateParameters Update(ContainerResources resources) => new()
    {
        CPUShares = resources.CpuShares,
        CPUQuota = resources.CpuQuota,
        CPUPeriod = resources.CpuQuota > 0 ? resources.CpuPeriod : 0,
        Memory = resources.MemoryBytes,
        MemorySwap = resources.MemoryBytes,
    };

    private static Dictionary<string, string> Labels(string nodeName, PodIdentity pod, string containerName, int attempt)
    {
        var labels = RuntimeLabels.Of(nodeName, pod);
        labels[RuntimeLabels.ContainerName] = containerName;
        labels[RuntimeLabels.Attempt] = attempt.ToString();
        return labels;
    }

    private static HostConfig HostConfigOf(ContainerConfig config)
    {
        var sandbox = $"container:{config.SandboxId}";
        var resources = config.Resources;
        var security = config.Security;
        return new HostConfig
        {
            NetworkMode = sandbox,
            CgroupParent = CgroupParent(config.CgroupParent),
            IpcMode = config.HostIpc ? "host" : sandbox,
            PidMode = config.HostPid ? "host" : config.ProcessesOf.Length > 0 ? $"container:{config.ProcessesOf}" : config.SharePid ? sandbox : "",
            UsernsMode = config.HostUsers ? HostUsers : "",
            Runtime = RuntimeOf(config.RuntimeHandler),
            Mounts = config.Mounts.Select(ToMount).ToArray(),
            CPUShares = resources.CpuShares,
            CPUQuota = resources.CpuQuota,
            CPUPeriod = resources.CpuQuota > 0 ? resources.CpuPeriod : 0,
            Memory = resources.MemoryBytes,
            MemorySwap = resources.MemoryBytes,
            OomScoreAdj = resources.OomScoreAdjust,
            LogConfig = new LogConfig { Type = "json-file", Config = new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "5" } },
            GroupAdd = security.Groups.ToArray(),
            Privileged = security.Privileged,
            ReadonlyRootfs = security.ReadOnlyRoot,
            CapAdd = security.AddCapabilities.ToArray(),
            CapDrop = security.DropCapabilities.ToArray(),
            SecurityOpt = SecurityOptions(security),
            Devices = config.Devices.Select(ToDevice).ToArray(),
            MaskedPaths = security.UnmaskedProc ? [] : null!,
            ReadonlyPaths = security.UnmaskedProc ? [] : null!,
        };
    }

    /// <summary>A slice is known by its name alone: the name says where it is.</summary>
    private static string CgroupParent(string path) => path.EndsWith(".slice", StringComparison.Ordinal) ? path[(path.LastIndexOf('/') + 1)..] : path;

    private static List<string> SecurityOptions(ContainerSecurity security)
    {
        var options = new List<string>(3);
        if (security.Seccomp == ContainerSecurity.Unconfined) options.Add("seccomp=unconfined");
        else if (security.Seccomp.Length > 0) options.Add($"seccomp={ReadProfile(security.Seccomp)}");
        if (security.AppArmor.Length > 0) options.Add($"apparmor={security.AppArmor}");
        if (security.NoNewPrivileges) options.Add("no-new-privileges");
        foreach (var (part, value) in security.SelinuxLabel) options.Add($"label={part}:{value}");
        return options;
    }

    /// <summary>The engine takes a profile itself, not its path.</summary>
    private static string ReadProfile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? $"open {path}: no such file or directory" : e.Message;
            throw new RuntimeException($"cannot load seccomp profile \"{path}\": {why}", e);
        }
    }

    /// <summary>The engine's own name among handlers stands for its default.</summary>
    private static string RuntimeOf(string handler) => handler == "docker" ? "" : handler;

    private static DeviceMapping ToDevice(ContainerDevice device) => new() { PathOnHost = device.HostPath, PathInContainer = device.ContainerPath, CgroupPermissions = device.Permissions };

    private static Mount ToMount(ContainerMount mount) => new()
    {
        Type = "bind",
        Source = mount.Source,
        Target = mount.Target,
        ReadOnly = mount.ReadOnly,
        // Private is what the engine takes unasked, but for what holds its own directory, such as "/": those it makes slaves itself, and refuses them as private.
        BindOptions = mount.Propagation == ContainerMount.Private ? null! : new BindOptions { Propagation = mount.Propagation },
    };
}
