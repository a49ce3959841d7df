using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Api.Client.Events;

[TestFixture]
internal sealed class EventCorrelatorTests
{
    private static readonly ObjectReference About = new() { Kind = "Pod", Namespace = "default", Name = "web", Uid = "u1" };
    private readonly FakeTimeProvider clock = new();

    [Test]
    public void The_same_event_again_is_counted()
    {
        var correlator = new EventCorrelator(clock);
        var first = Send(correlator, "gone wrong")!;
        var second = Send(correlator, "gone wrong")!;
        Assert.That((first.Count, second.Count), Is.EqualTo((1, 2)));
        Assert.That(second.Metadata.Name, Is.EqualTo(first.Metadata.Name));
    }

    [Test]
    public void Many_events_that_differ_in_their_message_become_one()
    {
        var correlator = new EventCorrelator(clock);
        var events = Enumerable.Range(0, 12).Select(i => Send(correlator, $"message {i}")!).ToArray();
        Assert.That(events[^1].Message, Does.StartWith("(combined from similar events): "));
        Assert.That(events.Select(e => e.Metadata.Name).Distinct().Count(), Is.EqualTo(10));
    }

    [Test]
    public void A_flood_about_one_object_is_cut_off_and_trickles_on()
    {
        var correlator = new EventCorrelator(clock);
        for (var i = 0; i < 25; i++) Send(correlator, "flood");
        Assert.That(Send(correlator, "flood"), Is.Null);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That(Send(correlator, "flood"), Is.Not.Null);
    }

    private Event? Send(EventCorrelator correlator, string message) => correlator.Correlate(EventKey.Of("kubelet", "n", About, EventTypes.Warning, "Failed", message), About, clock.GetUtcNow());
}
