namespace Kite.Agent.Runtime.Cri;

/// <summary>Says to the runtime which container to make. Pure.</summary>
internal static class CriContainerWriter
{
    /// <summary>The configuration of a container.</summary>
    /// <param name="nodeName">The node's name.</param>
    /// <param name="config">What is wanted.</param>
    /// <param name="logPath">The log's path below the sandbox's log directory.</param>
    /// <param name="sandbox">The namespaces of its sandbox.</param>
    public static V1.ContainerConfig Write(string nodeName, ContainerConfig config, string logPath, V1.NamespaceOption sandbox)
    {
        var message = new V1.ContainerConfig
        {
            Metadata = new V1.ContainerMetadata { Name = config.Name, Attempt = (uint)config.Attempt },
            Image = new V1.ImageSpec { Image = config.Image },
            WorkingDir = config.WorkingDirectory,
            LogPath = logPath,
            Stdin = config.Stdin,
            StdinOnce = config.StdinOnce,
            Tty = config.Tty,
            Linux = new V1.LinuxContainerConfig { Resources = CriResourceWriter.Write(config.Resources), SecurityContext = CriSecurityWriter.Write(config, sandbox) },
        };
        message.Command.Add(config.Command);
        message.Args.Add(config.Args);
        message.Envs.Add(config.Environment.Select(Variable));
        message.Mounts.Add(config.Mounts.Select(mount => Mount(mount, sandbox.UsernsOptions)));
        message.Devices.Add(config.Devices.Select(device => new V1.Device { HostPath = device.HostPath, ContainerPath = device.ContainerPath, Permissions = device.Permissions }));
        message.Labels.Add(RuntimeLabels.Of(nodeName, config.Pod));
        message.Labels.Add(RuntimeLabels.ContainerName, config.Name);
        foreach (var (key, value) in config.Annotations) message.Annotations[key] = value;
        if (RuntimeLabels.MountedImagesOf(config) is { Length: > 0 } images) message.Annotations.Add(RuntimeLabels.MountedImages, images);
        message.Annotations.Add(RuntimeLabels.Attempt, config.Attempt.ToString());
        message.Annotations.Add(RuntimeLabels.Hash, config.Hash);
        message.Annotations.Add(RuntimeLabels.SandboxId, config.SandboxId);
        message.Annotations.Add(RuntimeLabels.Image, config.Image);
        if (config.StopSignal.Length > 0) message.Annotations.Add(RuntimeLabels.StopSignal, config.StopSignal);
        if (config.TerminationMessageFile.Length > 0) message.Annotations.Add(RuntimeLabels.TerminationMessageFile, config.TerminationMessageFile);
        return message;
    }

    private static V1.KeyValue Variable(string pair)
    {
        var end = pair.IndexOf('=');
        return end < 0 ? new V1.KeyValue { Key = pair } : new V1.KeyValue { Key = pair[..end], Value = pair[(end + 1)..] };
    }

    private static V1.Mount Mount(ContainerMount mount, V1.UserNamespace? users)
    {
        var message = Mount(mount);
        // What belongs to a user on the node belongs to the same one in the container.
        message.UidMappings.Add(users?.Uids ?? []);
        message.GidMappings.Add(users?.Gids ?? []);
        return message;
    }

    private static V1.Mount Mount(ContainerMount mount) => new()
    {
        HostPath = mount.ImageId.Length == 0 ? mount.Source : "",
        Image = mount.ImageId.Length == 0 ? null : new V1.ImageSpec { Image = mount.ImageId },
        ImageSubPath = mount.ImageId.Length == 0 ? "" : mount.Source,
        ContainerPath = mount.Target,
        Readonly = mount.ReadOnly,
        Propagation = mount.Propagation switch
        {
            "rshared" => V1.MountPropagation.PropagationBidirectional,
            "rslave" => V1.MountPropagation.PropagationHostToContainer,
            _ => V1.MountPropagation.PropagationPrivate,
        },
    };
}
