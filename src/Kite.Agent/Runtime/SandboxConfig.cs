namespace Kite.Agent.Runtime;

/// <summary>What a pod's sandbox is made from.</summary>
internal sealed record SandboxConfig
{
    /// <summary>The pod.</summary>
    public required PodIdentity Pod { get; init; }

    /// <summary>Which sandbox of the pod this is, from 0.</summary>
    public int Attempt { get; init; }

    /// <summary>The pod's host name, as the kernel will know it; empty for the host's.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>The handler that runs the pod's containers; empty for the engine's default.</summary>
    /// <remarks>One that the engine doesn't have is refused with <see cref="RuntimeException"/>.</remarks>
    public string RuntimeHandler { get; init; } = "";

    /// <summary>True where the pod's users are the host's; false for user ids of its own, which an engine may refuse with <see cref="RuntimeException"/>.</summary>
    public bool HostUsers { get; init; } = true;

    /// <summary>Which ids of the node those are, for a runtime that <see cref="IContainerRuntime.TakesUserIds"/>; else null.</summary>
    public UserIds? UserIds { get; init; }

    /// <summary>The engine's name of the network to join; empty for the host's.</summary>
    public string Network { get; init; } = "";

    /// <summary>True where one of its containers is to be privileged.</summary>
    public bool Privileged { get; init; }

    /// <summary>True to share the host's process ids.</summary>
    public bool HostPid { get; init; }

    /// <summary>True to share the host's IPC.</summary>
    public bool HostIpc { get; init; }

    /// <summary>Ports of the node that lead to the pod.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>The control group that it goes into, as a path; empty for the engine's own.</summary>
    public string CgroupParent { get; init; } = "";

    /// <summary>Kernel settings of the pod's namespaces.</summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();
}
