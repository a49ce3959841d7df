namespace Kite.ControlPlane.Scheduler;

/// <summary>How the scheduler works.</summary>
public sealed record SchedulerOptions
{
    /// <summary>The name that pods have which name no scheduler.</summary>
    internal const string DefaultSchedulerName = "default-scheduler";

    /// <summary>The name that pods choose this scheduler by.</summary>
    public string SchedulerName { get; init; } = DefaultSchedulerName;

    /// <summary>How much of the nodes, in percent, is looked for before one is chosen; 0 adapts to the size of the cluster (50 % of 100 nodes, 10 % of 5,000).</summary>
    public int PercentageOfNodesToScore { get; init; }

    /// <summary>How many writes (bindings, conditions) are under way at once.</summary>
    public int ConcurrentWrites { get; init; } = 32;

    /// <summary>How long a pod waits after its first failed attempt; doubled with each further one.</summary>
    public TimeSpan InitialBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts that something changed for.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long an unschedulable pod is tried again though nothing changed.</summary>
    public TimeSpan UnschedulableRetry { get; init; } = TimeSpan.FromMinutes(5);
}
