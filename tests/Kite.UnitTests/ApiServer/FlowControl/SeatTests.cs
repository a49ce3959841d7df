using Kite.Api.Kinds.FlowControl;
using Kite.ApiServer.FlowControl.Queueing;

namespace Kite.UnitTests.ApiServer.FlowControl;

[TestFixture]
public sealed class SeatTests
{
    [Test]
    public void A_hand_has_different_cards_of_the_deck()
    {
        for (ulong seed = 1; seed < 1000; seed++)
        {
            var hand = new int[6];
            ShuffleSharding.Deal(seed * 0x9E3779B97F4A7C15, 8, hand);
            Assert.That(hand, Is.Unique.And.All.InRange(0, 7));
        }
    }

    [Test]
    public void Every_card_is_dealt_as_often_as_the_others()
    {
        var counts = new int[16];
        var random = new Random(1);
        for (var i = 0; i < 16_000; i++)
        {
            var hand = new int[4];
            ShuffleSharding.Deal((ulong)random.NextInt64(), 16, hand);
            foreach (var card in hand) counts[card]++;
        }
        Assert.That(counts, Is.All.InRange(3700, 4300));
    }

    [Test]
    public void Levels_share_the_seats_as_upstream_divides_them()
    {
        var limits = LevelLimits.Divide([.. SuggestedFlowControl.MandatoryLevels, .. SuggestedFlowControl.Levels], 600);
        Assert.That(limits.Select(pair => (pair.Key, pair.Value.Nominal, pair.Value.Min)), Is.EquivalentTo(new[]
        {
            ("exempt", 0, 0), ("catch-all", 13, 13), ("system", 74, 50), ("node-high", 98, 73), ("leader-election", 25, 25), ("workload-high", 98, 49), ("workload-low", 245, 24), ("global-default", 49, 24),
        }));
    }

    [Test]
    public void Seats_go_to_those_who_want_them_within_their_bounds()
    {
        Assert.That(SeatAllocation.Divide(100, [(10, 100, 10), (10, 100, 30), (10, 20, 100)]), Is.EqualTo(new[] { 20, 60, 20 }));
        Assert.That(SeatAllocation.Divide(30, [(10, 100, 10), (10, 100, 80)]), Is.EqualTo(new[] { 10, 20 }));
    }

    [Test]
    public void Demand_is_the_average_and_how_far_it_swings_but_no_more_than_the_highest()
    {
        var demand = new SeatDemand();
        demand.Add(0, 1);
        demand.Reach(10);
        demand.Add(10, 1);
        var summary = demand.Take(3);
        Assert.That((summary.Average, summary.Deviation, summary.Highest, summary.Envelope), Is.EqualTo((5.0, 5.0, 10, 10.0)));
        Assert.That(demand.Take(0).Highest, Is.EqualTo(3));
    }
}
