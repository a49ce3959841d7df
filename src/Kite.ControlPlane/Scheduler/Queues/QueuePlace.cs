namespace Kite.ControlPlane.Scheduler.Queues;

/// <summary>Where a waiting pod waits.</summary>
internal enum QueuePlace
{
    /// <summary>Taken out, being decided on or bound.</summary>
    Taken,

    /// <summary>To be tried as soon as it is its turn.</summary>
    Active,

    /// <summary>To be tried when its back-off ends.</summary>
    BackOff,

    /// <summary>To be tried when something changes.</summary>
    Unschedulable,

    /// <summary>Held back by its scheduling gates.</summary>
    Gated,
}
