using Kite.ApiServer.FlowControl.Queueing;

namespace Kite.ApiServer.FlowControl;

/// <summary>One request's stay at a priority level: it may wait there, it takes seats, and it gives them back.</summary>
internal sealed class FlowTicket(FlowSchemaEntry schema, WorkEstimate work)
{
    private TaskCompletionSource<FlowOutcome>? waiting;
    private int released;

    /// <summary>The schema that the request matches.</summary>
    public FlowSchemaEntry Schema => schema;

    /// <summary>The seats it takes.</summary>
    public WorkEstimate Work => work;

    /// <summary>What came of it.</summary>
    public FlowOutcome Outcome { get; set; }

    /// <summary>True where the request is a watch, which has its seats only while it begins.</summary>
    public bool IsWatch { get; init; }

    /// <summary>True where the request only reads.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The queue it went through; null at levels without any.</summary>
    public FairQueue? Queue { get; set; }

    /// <summary>When it came, in ticks of the clock.</summary>
    public long Arrived { get; set; }

    /// <summary>When it began to run, in ticks of the clock; 0 while it waits.</summary>
    public long Started { get; set; }

    /// <summary>The level's virtual time when it came.</summary>
    public double ArrivedVirtually { get; set; }

    /// <summary>What tells the flows of its schema apart; for those who look at the queues.</summary>
    public string Distinguisher { get; init; } = "";

    /// <summary>True where it must not go on.</summary>
    public bool IsRejected => Outcome is not FlowOutcome.Admitted;

    /// <summary>The end of the wait; only for one that waits.</summary>
    public Task<FlowOutcome> Waited => waiting!.Task;

    /// <summary>Begins the wait; under the level's lock.</summary>
    public void Wait() => waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the wait; under the level's lock.</summary>
    public void EndWait(FlowOutcome outcome) => waiting?.TrySetResult(outcome);

    /// <summary>Gives the seats back; more than once does no harm.</summary>
    public void Release()
    {
        if (Outcome is FlowOutcome.Admitted && Interlocked.Exchange(ref released, 1) == 0) schema.Level.Leave(this);
    }
}
