using Kite.Api.Kinds.FlowControl;

namespace Kite.ApiServer.FlowControl.Queueing;

/// <summary>
/// A priority level: so many seats, and queues in which flows wait for them. Queues take turns by virtual time, so that each gets its share however much it wants; a flow uses
/// the emptiest of its few queues.
/// </summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/"/>; the algorithm is fair queuing for server requests, KEP 1040.</remarks>
internal sealed class PriorityLevel(string name, TimeProvider time) : IDisposable
{
    // What a request is taken to need before it is known.
    private const double EstimatedSeconds = 0.003;
    private const int MaxHand = 64;
    private readonly Lock gate = new();
    private readonly Dictionary<int, FairQueue> queues = [];
    private readonly Stack<FairQueue> spare = new();
    private readonly PriorityQueue<int, long> lingering = new();
    private readonly SeatDemand demand = new();
    private readonly double frequency = time.TimestampFrequency;
    private LevelLimits limits = new();
    private ITimer? alarm;
    private long lastTime = time.GetTimestamp();
    private int limit;
    private int seatsInUse;
    private int seatsWaiting;

    /// <summary>The level's name.</summary>
    public string Name => name;

    /// <summary>The UID of its object.</summary>
    public string Uid { get; set; } = "";

    /// <summary>What its configuration says.</summary>
    public LevelLimits Limits => limits;

    /// <summary>The seats that it has now, with what it borrows and without what it lends.</summary>
    public int CurrentLimit => limit;

    /// <summary>The level's virtual time.</summary>
    public double VirtualTime { get; private set; }

    /// <summary>How many requests run.</summary>
    public int Executing { get; private set; }

    /// <summary>How many requests wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>The seats taken.</summary>
    public int SeatsInUse => seatsInUse;

    /// <summary>How many seats are wanted now, taken ones included.</summary>
    public int SeatsWanted => seatsInUse + seatsWaiting;

    /// <summary>Takes a configuration over; what the level borrows or lends stays as far as it may.</summary>
    public void Configure(LevelLimits configured)
    {
        lock (gate)
        {
            if (configured == limits) return;
            var isSameSize = configured.Nominal == limits.Nominal;
            limits = configured;
            limit = isSameSize ? Math.Clamp(limit, limits.Min, limits.Max) : limits.Nominal;
            Dispatch(Advance());
        }
    }

    /// <summary>Sets how many seats the level has from now on.</summary>
    public void Adjust(int seats)
    {
        lock (gate)
        {
            limit = seats;
            Dispatch(Advance());
        }
    }

    /// <summary>What was wanted since the last time somebody asked.</summary>
    public SeatDemandSummary TakeDemand()
    {
        lock (gate)
        {
            Advance();
            return demand.Take(SeatsWanted);
        }
    }

    /// <summary>Lets a request in, queues it or refuses it.</summary>
    public FlowOutcome Enter(FlowTicket ticket, ulong flow)
    {
        lock (gate)
        {
            var now = Advance();
            ticket.Arrived = now;
            ticket.ArrivedVirtually = VirtualTime;
            if (limits.IsExempt || (limits.Queues == 0 && CanSeat(ticket))) return Start(ticket, now);
            if (limits.Queues == 0) return Reject(ticket, FlowOutcome.ConcurrencyLimit, now);
            var queue = Choose(flow);
            if (Waiting == 0 && CanSeat(ticket))
            {
                ticket.Queue = queue;
                return Start(ticket, now);
            }
            if (seatsInUse >= limit && queue.Waiting.Count >= limits.QueueLength)
            {
                Retire(queue);
                return Reject(ticket, FlowOutcome.QueueFull, now);
            }
            Enqueue(ticket, queue);
            Dispatch(now);
            return ticket.Started > 0 ? FlowOutcome.Admitted : ticket.Outcome = FlowOutcome.Waiting;
        }
    }

    /// <summary>Takes a request out of its queue; nothing happens where it has left it already.</summary>
    public void Abandon(FlowTicket ticket, FlowOutcome outcome)
    {
        lock (gate)
        {
            if (ticket.Outcome is not FlowOutcome.Waiting || ticket.Queue is not { } queue) return;
            var now = Advance();
            Dequeue(ticket, queue);
            Reject(ticket, outcome, now);
            Retire(queue);
            ticket.EndWait(outcome);
        }
    }

    /// <summary>Takes the seats of a request back; those that it needs afterwards a little later.</summary>
    public void Leave(FlowTicket ticket)
    {
        lock (gate)
        {
            var now = Advance();
            var took = (now - ticket.Started) / frequency;
            var counters = ticket.Schema.Counters;
            (ticket.IsWatch ? counters.WatchExecution : counters.Execution).Observe(took);
            counters.Executing--;
            counters.SeatsInUse -= ticket.Work.Seats;
            Executing--;
            seatsInUse -= ticket.Work.Seats;
            if (ticket.Work.FinalSeats > 0)
            {
                seatsInUse += ticket.Work.FinalSeats;
                lingering.Enqueue(ticket.Work.FinalSeats, now + (long)(ticket.Work.Afterwards.TotalSeconds * frequency));
            }
            if (ticket.Queue is { } queue)
            {
                queue.Executing--;
                queue.SeatsInUse -= ticket.Work.Seats;
                // It was charged what a request usually takes; now it is known what this one took.
                queue.NextDispatch += (ticket.Work.Seats * (took - EstimatedSeconds)) + (ticket.Work.FinalSeats * ticket.Work.Afterwards.TotalSeconds);
                Retire(queue);
            }
            Dispatch(now);
        }
    }

    /// <summary>Shows the queues that have something to do to somebody who wants to know, under the lock.</summary>
    public void Show(Action<IReadOnlyCollection<FairQueue>> look)
    {
        lock (gate) look(queues.Values);
    }

    /// <inheritdoc/>
    public void Dispose() => alarm?.Dispose();

    private bool CanSeat(FlowTicket ticket) =>
        ticket.Work.Seats <= limit ? seatsInUse + ticket.Work.Seats <= limit : limit > 0 && Executing == 0;

    private FlowOutcome Start(FlowTicket ticket, long now)
    {
        ticket.Started = now;
        ticket.Outcome = FlowOutcome.Admitted;
        var counters = ticket.Schema.Counters;
        counters.Dispatched++;
        counters.Executing++;
        counters.SeatsInUse += ticket.Work.Seats;
        counters.WaitOfAdmitted.Observe((now - ticket.Arrived) / frequency);
        Executing++;
        seatsInUse += ticket.Work.Seats;
        demand.Reach(SeatsWanted);
        if (ticket.Queue is not { } queue) return FlowOutcome.Admitted;
        queue.Executing++;
        queue.SeatsInUse += ticket.Work.Seats;
        queue.NextDispatch += ticket.Work.Seats * EstimatedSeconds;
        return FlowOutcome.Admitted;
    }

    private FlowOutcome Reject(FlowTicket ticket, FlowOutcome outcome, long now)
    {
        ticket.Schema.Counters.Reject(outcome);
        ticket.Schema.Counters.WaitOfRejected.Observe((now - ticket.Arrived) / frequency);
        return ticket.Outcome = outcome;
    }

    private void Enqueue(FlowTicket ticket, FairQueue queue)
    {
        ticket.Queue = queue;
        ticket.Outcome = FlowOutcome.Waiting;
        ticket.Wait();
        queue.Waiting.Add(ticket);
        queue.SeatsWaiting += ticket.Work.Seats;
        Waiting++;
        seatsWaiting += ticket.Work.Seats;
        ticket.Schema.Counters.Waiting++;
        ticket.Schema.Counters.QueueLength.Observe(queue.Waiting.Count);
        demand.Reach(SeatsWanted);
    }

    private void Dequeue(FlowTicket ticket, FairQueue queue)
    {
        queue.Waiting.Remove(ticket);
        queue.SeatsWaiting -= ticket.Work.Seats;
        Waiting--;
        seatsWaiting -= ticket.Work.Seats;
        ticket.Schema.Counters.Waiting--;
    }

    /// <summary>Starts as many of those that wait as there are seats for, whose turn it is first.</summary>
    private void Dispatch(long now)
    {
        while (Waiting > 0 && Next() is { } ticket && CanSeat(ticket))
        {
            Dequeue(ticket, ticket.Queue!);
            Start(ticket, now);
            ticket.EndWait(FlowOutcome.Admitted);
        }
        if (Waiting > 0 && lingering.TryPeek(out _, out var due)) SetAlarm(Math.Max(0, due - now) / frequency);
    }

    private FlowTicket? Next()
    {
        FlowTicket? next = null;
        double earliest = 0;
        foreach (var queue in queues.Values)
        {
            if (queue.Waiting.Count == 0) continue;
            var oldest = queue.Waiting[0];
            // A queue that was idle gets no credit for it.
            if (queue.NextDispatch < oldest.ArrivedVirtually) queue.NextDispatch = oldest.ArrivedVirtually;
            var finish = queue.NextDispatch + (oldest.Work.Seats * EstimatedSeconds);
            if (next is not null && (finish > earliest || (finish == earliest && oldest.Arrived >= next.Arrived))) continue;
            (next, earliest) = (oldest, finish);
        }
        return next;
    }

    private FairQueue Choose(ulong flow)
    {
        Span<int> hand = stackalloc int[Math.Min(limits.HandSize, MaxHand)];
        ShuffleSharding.Deal(flow, limits.Queues, hand);
        FairQueue? emptiest = null;
        foreach (var index in hand)
        {
            if (!queues.TryGetValue(index, out var queue)) return Open(index);
            if (emptiest is null || queue.SeatsWaiting < emptiest.SeatsWaiting || (queue.SeatsWaiting == emptiest.SeatsWaiting && queue.SeatsInUse < emptiest.SeatsInUse)) emptiest = queue;
        }
        return emptiest!;
    }

    private FairQueue Open(int index)
    {
        var queue = spare.TryPop(out var used) ? used : new FairQueue();
        queue.Index = index;
        queue.NextDispatch = VirtualTime;
        queues.Add(index, queue);
        return queue;
    }

    private void Retire(FairQueue queue)
    {
        if (!queue.IsIdle) return;
        queues.Remove(queue.Index);
        if (spare.Count < MaxHand) spare.Push(queue);
    }

    /// <summary>Brings the level's time to now, and takes back the seats that are free again since.</summary>
    private long Advance()
    {
        var now = time.GetTimestamp();
        var elapsed = (now - lastTime) / frequency;
        lastTime = now;
        if (queues.Count > 0) VirtualTime += elapsed * Math.Min(SeatsWanted, limit) / queues.Count;
        demand.Add(SeatsWanted, elapsed);
        while (lingering.TryPeek(out var seats, out var due) && due <= now)
        {
            lingering.Dequeue();
            seatsInUse -= seats;
        }
        return now;
    }

    private void SetAlarm(double seconds)
    {
        var dueTime = TimeSpan.FromSeconds(Math.Max(seconds, 0.001));
        if (alarm is null) alarm = time.CreateTimer(_ => Wake(), null, dueTime, Timeout.InfiniteTimeSpan);
        else alarm.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (gate) Dispatch(Advance());
    }
}
