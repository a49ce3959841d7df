namespace Kite.ApiServer.FlowControl;

/// <summary>What became of a request at its priority level.</summary>
internal enum FlowOutcome
{
    /// <summary>It may go on.</summary>
    Admitted,

    /// <summary>It stands in a queue.</summary>
    Waiting,

    /// <summary>Refused: its queue is full.</summary>
    QueueFull,

    /// <summary>Refused: all seats are taken, and the level has no queues.</summary>
    ConcurrencyLimit,

    /// <summary>Refused: it waited for too long.</summary>
    TimedOut,

    /// <summary>Its client left while it waited.</summary>
    Cancelled,
}
