using System.Globalization;

namespace Kite.Agent.Runtime.Cri;

/// <summary>Says to the runtime who a container runs as and what it may do. Pure.</summary>
internal static class CriSecurityWriter
{
    // What a container sees nothing of, and what it may only read, unless procMount or privileged lift that.
    private static readonly string[] MaskedPaths =
        ["/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap"];

    private static readonly string[] ReadOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    /// <summary>The security context of a container.</summary>
    /// <param name="config">What is wanted.</param>
    /// <param name="sandbox">The namespaces of its sandbox.</param>
    public static V1.LinuxContainerSecurityContext Write(ContainerConfig config, V1.NamespaceOption sandbox)
    {
        var security = config.Security;
        var message = new V1.LinuxContainerSecurityContext
        {
            Privileged = security.Privileged,
            ReadonlyRootfs = security.ReadOnlyRoot,
            NoNewPrivs = security.NoNewPrivileges,
            NamespaceOptions = Namespaces(config, sandbox),
            Capabilities = new V1.Capability(),
            Seccomp = Profile(security.Seccomp),
            SupplementalGroupsPolicy = security.StrictGroups ? V1.SupplementalGroupsPolicy.Strict : V1.SupplementalGroupsPolicy.Merge,
            SelinuxOptions = Label(security.SelinuxLabel),
        };
        message.Capabilities.AddCapabilities.Add(security.AddCapabilities);
        message.Capabilities.DropCapabilities.Add(security.DropCapabilities);
        message.SupplementalGroups.Add(security.Groups.Select(group => long.Parse(group, CultureInfo.InvariantCulture)));
        SetUser(message, security.User);
        if (security.AppArmor.Length > 0) message.Apparmor = Profile(security.AppArmor);
        if (security.UnmaskedProc || security.Privileged) return message;
        message.MaskedPaths.Add(MaskedPaths);
        message.ReadonlyPaths.Add(ReadOnlyPaths);
        return message;
    }

    private static V1.NamespaceOption Namespaces(ContainerConfig config, V1.NamespaceOption sandbox)
    {
        var namespaces = new V1.NamespaceOption
        {
            Network = sandbox.Network,
            Pid = config.HostPid ? V1.NamespaceMode.Node : config.SharePid ? V1.NamespaceMode.Pod : V1.NamespaceMode.Container,
            Ipc = config.HostIpc ? V1.NamespaceMode.Node : V1.NamespaceMode.Pod,
            UsernsOptions = sandbox.UsernsOptions,
        };
        if (!config.HostPid && config.ProcessesOf.Length > 0) (namespaces.Pid, namespaces.TargetId) = (V1.NamespaceMode.Target, config.ProcessesOf);
        return namespaces;
    }

    private static void SetUser(V1.LinuxContainerSecurityContext message, string user)
    {
        if (user.Length == 0) return;
        var parts = user.Split(':', 2);
        if (long.TryParse(parts[0], CultureInfo.InvariantCulture, out var id)) message.RunAsUser = new V1.Int64Value { Value = id };
        else message.RunAsUsername = parts[0];
        if (parts.Length == 2) message.RunAsGroup = new V1.Int64Value { Value = long.Parse(parts[1], CultureInfo.InvariantCulture) };
    }

    private static V1.SELinuxOption? Label(IReadOnlyDictionary<string, string> label) => label.Count == 0 ? null : new V1.SELinuxOption
    {
        User = label.GetValueOrDefault("user", ""),
        Role = label.GetValueOrDefault("role", ""),
        Type = label.GetValueOrDefault("type", ""),
        Level = label.GetValueOrDefault("level", ""),
    };

    private static V1.SecurityProfile Profile(string profile) => profile switch
    {
        "" => new V1.SecurityProfile { ProfileType = V1.SecurityProfile.Types.ProfileType.RuntimeDefault },
        ContainerSecurity.Unconfined => new V1.SecurityProfile { ProfileType = V1.SecurityProfile.Types.ProfileType.Unconfined },
        _ => new V1.SecurityProfile { ProfileType = V1.SecurityProfile.Types.ProfileType.Localhost, LocalhostRef = profile },
    };
}
