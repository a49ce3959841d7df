namespace Kite.Agent.Runtime;

/// <summary>What runs containers, in the vocabulary of CRI: sandboxes, containers, images, streams, events.</summary>
/// <remarks>
/// Every method throws <see cref="RuntimeException"/> for what the engine refuses, <see cref="RuntimeNotFoundException"/> where it doesn't know the object,
/// and <see cref="RuntimeUnavailableException"/> where it can't be reached. Starting what runs and stopping or removing what is gone succeed.
/// </remarks>
internal interface IContainerRuntime : IRuntimeImages, IRuntimeStreams
{
    /// <summary>The scheme of container ids in the API, such as <c>docker</c>.</summary>
    string Scheme { get; }

    /// <summary>The scheme of images' ids in the API, such as <c>docker</c>; empty where they have none.</summary>
    string ImageScheme { get; }

    /// <summary>True where a pod whose users aren't the host's gets the ids that its sandbox says; false where the engine has ids of its own for all such pods.</summary>
    bool TakesUserIds { get; }

    /// <summary>Asks the engine how it is, for next to nothing.</summary>
    /// <returns>Why it can't run pods, in its own words; null where it can.</returns>
    Task<string?> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Asks the engine who it is.</summary>
    Task<RuntimeInfo> InfoAsync(CancellationToken cancellationToken);

    /// <summary>Every sandbox and container that this node made, in any state, in no order.</summary>
    Task<IReadOnlyList<RuntimeContainerSummary>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads one sandbox or container, or null where the engine doesn't know it.</summary>
    Task<RuntimeContainer?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Creates and starts a pod's sandbox; it holds the pod's network and IPC.</summary>
    Task<RuntimeContainer> RunSandboxAsync(SandboxConfig config, CancellationToken cancellationToken);

    /// <summary>Creates a container in a sandbox and gives its id.</summary>
    Task<string> CreateContainerAsync(ContainerConfig config, CancellationToken cancellationToken);

    /// <summary>Starts a created container.</summary>
    Task StartContainerAsync(string id, CancellationToken cancellationToken);

    /// <summary>Changes what a running container has of CPU and memory, at once and without a restart; <see cref="ContainerResources.OomScoreAdjust"/> stays, and an amount of 0 stays as it is.</summary>
    /// <remarks>Once it completes, <see cref="FindAsync"/> tells the new amounts. A limit that the kernel can't keep is refused with <see cref="RuntimeException"/>.</remarks>
    Task UpdateContainerAsync(string id, ContainerResources resources, CancellationToken cancellationToken);

    /// <summary>Asks a container or sandbox to end and kills it after the grace period; completes when it has ended.</summary>
    Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Removes a container or sandbox with its logs and writable layer; one that runs is killed.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Where a container keeps its log and what it wrote to its root file system; null where the engine doesn't know the container.</summary>
    Task<ContainerFiles?> FindFilesAsync(string id, CancellationToken cancellationToken);

    /// <summary>Follows what happens to this node's sandboxes, containers and images from now on; ends with <see cref="RuntimeUnavailableException"/> when the engine goes away.</summary>
    /// <remarks>The first event is <see cref="RuntimeEventType.Subscribed"/>: what is listed after it misses nothing.</remarks>
    IAsyncEnumerable<RuntimeEvent> EventsAsync(CancellationToken cancellationToken);
}
