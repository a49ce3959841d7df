using Kite.Api.Metrics;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.FlowControl;

/// <summary>What is counted of the requests of one schema at one level, under upstream's buckets.</summary>
internal sealed class FlowCounters(string level, string schema)
{
    private static readonly double[] Durations = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];
    private static readonly double[] Lengths = [0, 10, 25, 50, 100, 250, 500, 1000];
    private static readonly double[] Seats = [1, 2, 4, 10];
    private static readonly double[] Watchers = [0, 1, 10, 100, 1000, 10000];
    private static readonly string[] ReasonNames = ["queue-full", "concurrency-limit", "time-out", "cancelled"];
    private readonly long[] rejected = new long[ReasonNames.Length];

    /// <summary>The labels of all its samples.</summary>
    public string Labels { get; } = MetricLabels.Of(("flow_schema", schema), ("priority_level", level));

    /// <summary>The reasons for which requests are refused, in the order of <see cref="Rejected"/>.</summary>
    public static IReadOnlyList<string> Reasons => ReasonNames;

    /// <summary>How many requests went on.</summary>
    public long Dispatched;

    /// <summary>How many run now.</summary>
    public long Executing;

    /// <summary>How many seats they have.</summary>
    public long SeatsInUse;

    /// <summary>How many wait now.</summary>
    public long Waiting;

    /// <summary>How long requests waited that went on, in seconds.</summary>
    public Histogram WaitOfAdmitted { get; } = new(Durations);

    /// <summary>How long requests waited that were refused, in seconds.</summary>
    public Histogram WaitOfRejected { get; } = new(Durations);

    /// <summary>How long requests ran, in seconds.</summary>
    public Histogram Execution { get; } = new(Durations);

    /// <summary>How long watches took to begin, in seconds.</summary>
    public Histogram WatchExecution { get; } = new(Durations);

    /// <summary>How long queues were after a request had joined.</summary>
    public Histogram QueueLength { get; } = new(Lengths);

    /// <summary>How many seats requests took.</summary>
    public Histogram EstimatedSeats { get; } = new(Seats);

    /// <summary>How many watchers writes had.</summary>
    public Histogram WatchCount { get; } = new(Watchers);

    /// <summary>How many requests were refused for one of the reasons.</summary>
    public long Rejected(int reason) => Interlocked.Read(ref rejected[reason]);

    /// <summary>Counts a request that is refused.</summary>
    public void Reject(FlowOutcome outcome) => Interlocked.Increment(ref rejected[outcome switch
    {
        FlowOutcome.QueueFull => 0,
        FlowOutcome.ConcurrencyLimit => 1,
        FlowOutcome.TimedOut => 2,
        _ => 3,
    }]);
}
