namespace Kite.Agent.Runtime.Cri;

/// <summary>Says to the runtime which sandbox to make. Pure.</summary>
internal static class CriSandboxWriter
{
    /// <summary>The configuration of a new sandbox.</summary>
    public static V1.PodSandboxConfig Write(string nodeName, SandboxConfig config, string logDirectory)
    {
        var message = Skeleton(config.Pod, config.Attempt, config.Hostname, config.CgroupParent, logDirectory);
        message.Labels.Add(RuntimeLabels.Of(nodeName, config.Pod));
        message.Annotations.Add(RuntimeLabels.Hostname, config.Hostname);
        message.Annotations.Add(RuntimeLabels.CgroupParent, config.CgroupParent);
        message.PortMappings.Add(config.Ports.Select(Port));
        foreach (var (name, value) in config.Sysctls) message.Linux.Sysctls[name] = value;
        message.Linux.SecurityContext = new V1.LinuxSandboxSecurityContext
        {
            NamespaceOptions = new V1.NamespaceOption
            {
                Network = config.Network.Length == 0 ? V1.NamespaceMode.Node : V1.NamespaceMode.Pod,
                // Process ids are each container's own unless a container says otherwise.
                Pid = config.HostPid ? V1.NamespaceMode.Node : V1.NamespaceMode.Container,
                Ipc = config.HostIpc ? V1.NamespaceMode.Node : V1.NamespaceMode.Pod,
                UsernsOptions = Users(config.UserIds),
            },
            Privileged = config.Privileged,
            ReadonlyRootfs = true,
            Seccomp = new V1.SecurityProfile { ProfileType = V1.SecurityProfile.Types.ProfileType.RuntimeDefault },
        };
        return message;
    }

    /// <summary>The configuration of a sandbox that is there, as far as its containers depend on it.</summary>
    public static V1.PodSandboxConfig Restore(V1.PodSandboxStatus status, string logDirectory)
    {
        var message = Skeleton(
            new PodIdentity(status.Metadata.Namespace, status.Metadata.Name, status.Metadata.Uid), (int)status.Metadata.Attempt,
            status.Annotations.GetValueOrDefault(RuntimeLabels.Hostname, ""), status.Annotations.GetValueOrDefault(RuntimeLabels.CgroupParent, ""), logDirectory);
        message.Linux.SecurityContext = new V1.LinuxSandboxSecurityContext { NamespaceOptions = status.Linux?.Namespaces?.Options ?? new V1.NamespaceOption() };
        return message;
    }

    private static V1.UserNamespace Users(UserIds? ids)
    {
        if (ids is null) return new V1.UserNamespace { Mode = V1.NamespaceMode.Node };
        var users = new V1.UserNamespace { Mode = V1.NamespaceMode.Pod };
        users.Uids.Add(new V1.IDMapping { HostId = ids.First, Length = ids.Count });
        users.Gids.Add(users.Uids);
        return users;
    }

    private static V1.PodSandboxConfig Skeleton(PodIdentity pod, int attempt, string hostname, string cgroupParent, string logDirectory) => new()
    {
        Metadata = new V1.PodSandboxMetadata { Name = pod.Name, Namespace = pod.Namespace, Uid = pod.Uid, Attempt = (uint)attempt },
        Hostname = hostname,
        LogDirectory = logDirectory,
        Linux = new V1.LinuxPodSandboxConfig { CgroupParent = cgroupParent },
    };

    private static V1.PortMapping Port(PortMapping port) => new()
    {
        HostIp = port.HostIP,
        HostPort = port.HostPort,
        ContainerPort = port.ContainerPort,
        Protocol = port.Protocol switch
        {
            "udp" => V1.Protocol.Udp,
            "sctp" => V1.Protocol.Sctp,
            _ => V1.Protocol.Tcp,
        },
    };
}
