using System.Net;

namespace Kite.Agent.Runtime;

/// <summary>A sandbox or container as the engine knows it; enough to rebuild all of a pod's state.</summary>
internal sealed record RuntimeContainer
{
    /// <summary>The engine's id.</summary>
    public required string Id { get; init; }

    /// <summary>The pod that it belongs to.</summary>
    public required PodIdentity Pod { get; init; }

    /// <summary>The container's name in the pod; empty for the sandbox.</summary>
    public required string Name { get; init; }

    /// <summary>Which start of the container this is, from 0.</summary>
    public int Attempt { get; init; }

    /// <summary>The hash of what it was made from; another hash means that the pod's spec has changed.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The sandbox that a container was made in.</summary>
    public string SandboxId { get; init; } = "";

    /// <summary>The control group that a sandbox was put into; empty for the engine's own.</summary>
    public string CgroupParent { get; init; } = "";

    /// <summary>Where it is in its life.</summary>
    public ContainerRunState State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its process started, if it did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its process ended, if it did.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The exit code of a process that has ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>True where the kernel killed it for its memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>True for one that the engine knows no more; what is said of it was known before.</summary>
    public bool IsLost { get; init; }

    /// <summary>Why it could not be started, in the engine's words.</summary>
    public string Error { get; init; } = "";

    /// <summary>The image that it was made from, as it was asked for.</summary>
    public string Image { get; init; } = "";

    /// <summary>The id of that image.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The ids of the images that it has mounted as volumes.</summary>
    public IReadOnlyList<string> MountedImageIds { get; init; } = [];

    /// <summary>A sandbox's handler; empty for the engine's default.</summary>
    public string RuntimeHandler { get; init; } = "";

    /// <summary>Who its first process ran as when it was looked at; null where that isn't known.</summary>
    public ContainerUserIds? User { get; init; }

    /// <summary>What it has of CPU and memory; null where the engine doesn't say.</summary>
    public ContainerResources? Resources { get; init; }

    /// <summary>Where on the node it left its termination message.</summary>
    public string TerminationMessageFile { get; init; } = "";

    /// <summary>A sandbox's addresses; empty on the host's network.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>The process id on the node while it runs.</summary>
    public long ProcessId { get; init; }

    /// <summary>True for a sandbox.</summary>
    public bool IsSandbox => Name.Length == 0;
}
