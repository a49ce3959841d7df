namespace Kite.ApiServer.FlowControl.Queueing;

/// <summary>One of a level's queues, while requests wait in it or run out of it. Guarded by the level's lock.</summary>
internal sealed class FairQueue
{
    /// <summary>Its number among the level's queues.</summary>
    public int Index { get; set; }

    /// <summary>Those that wait, in the order in which they came.</summary>
    public List<FlowTicket> Waiting { get; } = [];

    /// <summary>How many of its requests run.</summary>
    public int Executing { get; set; }

    /// <summary>The seats that those have.</summary>
    public int SeatsInUse { get; set; }

    /// <summary>The seats that those who wait will take.</summary>
    public int SeatsWaiting { get; set; }

    /// <summary>The virtual time at which its next request may begin: the later, the more the queue has had.</summary>
    public double NextDispatch { get; set; }

    /// <summary>True where it has nothing to do.</summary>
    public bool IsIdle => Executing == 0 && Waiting.Count == 0;
}
