namespace Kite.Agent.Runtime;

/// <summary>What a container is made from: a pod's spec, resolved to plain values.</summary>
internal sealed record ContainerConfig
{
    /// <summary>The pod.</summary>
    public required PodIdentity Pod { get; init; }

    /// <summary>The container's name in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>The sandbox whose network and IPC it joins.</summary>
    public required string SandboxId { get; init; }

    /// <summary>The image, by a reference that the engine holds.</summary>
    public required string Image { get; init; }

    /// <summary>The user that the image asks for; empty for root.</summary>
    public string ImageUser { get; init; } = "";

    /// <summary>Which start of the container this is, from 0.</summary>
    public int Attempt { get; init; }

    /// <summary>The hash of what it is made from.</summary>
    public string Hash { get; init; } = "";

    /// <summary>What to run in place of the image's entry point; empty for the image's.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The arguments in place of the image's; empty for the image's, unless <see cref="Command"/> is set.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>The working directory; empty for the image's.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>The environment, <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Files and directories of the node to mount.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>A directory of the container's own, where the runtime may mount on the node what it can't mount in the container as it is; it goes with the pod. Empty for none.</summary>
    public string MountDirectory { get; init; } = "";

    /// <summary>True for a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>True to keep standard input open.</summary>
    public bool Stdin { get; init; }

    /// <summary>True to close standard input after the first attach.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>The signal that asks it to end; empty for the image's.</summary>
    public string StopSignal { get; init; } = "";

    /// <summary>CPU, memory and what happens when there is too little.</summary>
    public ContainerResources Resources { get; init; } = ContainerResources.None;

    /// <summary>The control group that it goes into, as a path; empty for the engine's own.</summary>
    public string CgroupParent { get; init; } = "";

    /// <summary>Users, capabilities and restrictions.</summary>
    public ContainerSecurity Security { get; init; } = ContainerSecurity.Default;

    /// <summary>Where on the node it leaves its termination message; empty for nowhere.</summary>
    public string TerminationMessageFile { get; init; } = "";

    /// <summary>Devices of the node that it may use, on top of the usual ones.</summary>
    public IReadOnlyList<ContainerDevice> Devices { get; init; } = [];

    /// <summary>What other tools on the node look for, by key.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>The handler that runs it, the sandbox's; empty for the engine's default.</summary>
    public string RuntimeHandler { get; init; } = "";

    /// <summary>True where its users are the host's; false for user ids of its own.</summary>
    public bool HostUsers { get; init; } = true;

    /// <summary>True to share the host's process ids.</summary>
    public bool HostPid { get; init; }

    /// <summary>True to share the host's IPC in place of the sandbox's.</summary>
    public bool HostIpc { get; init; }

    /// <summary>The container whose process ids it shares; empty for none.</summary>
    public string ProcessesOf { get; init; } = "";

    /// <summary>True to share the sandbox's process ids.</summary>
    public bool SharePid { get; init; }
}
