namespace Kite.Agent.Runtime;

/// <summary>What the engine holds of one pod, a snapshot.</summary>
/// <param name="All">Its sandboxes and containers, in any state, newest first.</param>
internal sealed record PodContainers(IReadOnlyList<RuntimeContainer> All)
{
    /// <summary>Nothing.</summary>
    public static PodContainers None { get; } = new([]);

    /// <summary>The newest sandbox, or null.</summary>
    public RuntimeContainer? LatestSandbox => All.FirstOrDefault(container => container.IsSandbox);

    /// <summary>The sandbox that runs, or null.</summary>
    public RuntimeContainer? RunningSandbox => All.FirstOrDefault(container => container is { IsSandbox: true, State: ContainerRunState.Running });

    /// <summary>The containers that run, without sandboxes.</summary>
    public IEnumerable<RuntimeContainer> Running => All.Where(container => container is { IsSandbox: false, State: ContainerRunState.Running });

    /// <summary>The starts of a container, newest first; those that were only created are left out.</summary>
    public IEnumerable<RuntimeContainer> StartsOf(string name) => All.Where(container => container.Name == name && container.State is not ContainerRunState.Created);

    /// <summary>The newest start of a container, or null where it was never started.</summary>
    public RuntimeContainer? Latest(string name) => StartsOf(name).FirstOrDefault();
}
