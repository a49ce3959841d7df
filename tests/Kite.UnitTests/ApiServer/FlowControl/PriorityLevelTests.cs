using Kite.Api.Models.FlowcontrolV1;
using Kite.ApiServer.FlowControl;
using Kite.ApiServer.FlowControl.Queueing;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.FlowControl;

[TestFixture]
public sealed class PriorityLevelTests
{
    private readonly FakeTimeProvider time = new();
    private PriorityLevel level = null!;
    private FlowSchemaEntry schema = null!;

    [SetUp]
    public void SetUp()
    {
        level = new PriorityLevel("level", time);
        schema = new FlowSchemaEntry(new FlowSchema { Metadata = new() { Name = "schema" }, Spec = new() { PriorityLevelConfiguration = new() { Name = "level" } } }, level, new FlowCounters("level", "schema"));
    }

    [TearDown]
    public void TearDown() => level.Dispose();

    [Test]
    public void Requests_go_on_while_there_are_seats_and_wait_when_there_are_none()
    {
        Configure(seats: 2);
        var first = Enter(1);
        Enter(2);
        var third = Enter(3);
        Assert.That(third.Outcome, Is.EqualTo(FlowOutcome.Waiting));
        first.Release();
        Assert.That(third.Outcome, Is.EqualTo(FlowOutcome.Admitted));
        Assert.That((level.Executing, level.Waiting, level.SeatsInUse), Is.EqualTo((2, 0, 2)));
    }

    [Test]
    public void A_flow_that_asks_for_little_is_served_before_the_backlog_of_one_that_asks_for_much()
    {
        Configure(seats: 1);
        var running = Enter(1);
        var flood = Enumerable.Range(0, 20).Select(_ => Enter(1)).ToArray();
        time.Advance(TimeSpan.FromMilliseconds(10));
        var modest = Enter(2);
        while (modest.Outcome is FlowOutcome.Waiting)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            running.Release();
            running = flood.LastOrDefault(ticket => ticket.Outcome is FlowOutcome.Admitted && ticket != running) ?? running;
        }
        // The flood spreads over a hand of queues; each of them may come first, once.
        Assert.That(flood.Count(ticket => ticket.Outcome is FlowOutcome.Admitted), Is.LessThanOrEqualTo(6));
    }

    [Test]
    public void Flows_that_ask_for_much_take_turns()
    {
        Configure(seats: 1);
        var running = Enter(3);
        var both = new List<FlowTicket>();
        for (var i = 0; i < 10; i++) both.Add(Enter(1));
        for (var i = 0; i < 10; i++) both.Add(Enter(2));
        var served = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            running.Release();
            running = both.Single(ticket => ticket.Outcome is FlowOutcome.Admitted && !served.Contains(both.IndexOf(ticket)));
            served.Add(both.IndexOf(running));
        }
        Assert.That(served.Count(index => index < 10), Is.InRange(4, 6));
    }

    [Test]
    public void A_full_queue_refuses()
    {
        Configure(seats: 1, length: 2, hand: 1);
        Enter(1);
        Enter(1);
        Enter(1);
        Assert.That(Enter(1).Outcome, Is.EqualTo(FlowOutcome.QueueFull));
        Assert.That(schema.Counters.Rejected(0), Is.EqualTo(1));
    }

    [Test]
    public void A_level_without_queues_refuses_what_it_has_no_seat_for()
    {
        level.Configure(new LevelLimits { Nominal = 1, Min = 1, Max = 1 });
        Enter(1);
        Assert.That(Enter(2).Outcome, Is.EqualTo(FlowOutcome.ConcurrencyLimit));
    }

    [Test]
    public void A_level_without_seats_serves_nobody()
    {
        Configure(seats: 0);
        Assert.That(Enter(1).Outcome, Is.EqualTo(FlowOutcome.Waiting));
    }

    [Test]
    public void A_request_wider_than_the_level_runs_alone()
    {
        Configure(seats: 2);
        var narrow = Enter(1);
        var wide = Enter(2, new WorkEstimate(5, 0, default));
        Assert.That(wide.Outcome, Is.EqualTo(FlowOutcome.Waiting));
        narrow.Release();
        Assert.That(wide.Outcome, Is.EqualTo(FlowOutcome.Admitted));
        Assert.That(Enter(3).Outcome, Is.EqualTo(FlowOutcome.Waiting));
    }

    [Test]
    public async Task One_who_gives_up_waiting_leaves_the_queue()
    {
        Configure(seats: 1);
        var running = Enter(1);
        var impatient = Enter(1);
        level.Abandon(impatient, FlowOutcome.TimedOut);
        Assert.That(await impatient.Waited, Is.EqualTo(FlowOutcome.TimedOut));
        running.Release();
        level.Abandon(running, FlowOutcome.TimedOut);
        Assert.That((impatient.IsRejected, running.IsRejected, level.Waiting, level.Executing), Is.EqualTo((true, false, 0, 0)));
    }

    [Test]
    public void Seats_that_a_write_needs_afterwards_are_free_a_little_later()
    {
        Configure(seats: 1);
        var write = Enter(1, new WorkEstimate(1, 1, TimeSpan.FromMilliseconds(5)));
        var next = Enter(2);
        write.Release();
        Assert.That(next.Outcome, Is.EqualTo(FlowOutcome.Waiting));
        time.Advance(TimeSpan.FromMilliseconds(6));
        Assert.That(next.Outcome, Is.EqualTo(FlowOutcome.Admitted));
    }

    [Test]
    public void Releasing_twice_gives_back_one_seat()
    {
        Configure(seats: 2);
        var ticket = Enter(1);
        Enter(2);
        ticket.Release();
        ticket.Release();
        Assert.That(level.SeatsInUse, Is.EqualTo(1));
    }

    [Test]
    public void More_seats_let_those_in_who_wait()
    {
        Configure(seats: 1);
        Enter(1);
        var waiting = Enter(2);
        level.Adjust(2);
        Assert.That(waiting.Outcome, Is.EqualTo(FlowOutcome.Admitted));
    }

    [Test]
    public void Exempt_requests_never_wait()
    {
        level.Configure(new LevelLimits { IsExempt = true });
        for (var i = 0; i < 1000; i++) Assert.That(Enter(1).Outcome, Is.EqualTo(FlowOutcome.Admitted));
    }

    private void Configure(int seats, int length = 50, int hand = 6) => level.Configure(new LevelLimits { Nominal = seats, Min = seats, Max = seats, Queues = 64, HandSize = hand, QueueLength = length });

    private FlowTicket Enter(ulong flow, WorkEstimate? work = null)
    {
        var ticket = new FlowTicket(schema, work ?? WorkEstimate.One);
        level.Enter(ticket, FlowHash.Of($"flow {flow}", 7));
        return ticket;
    }
}
