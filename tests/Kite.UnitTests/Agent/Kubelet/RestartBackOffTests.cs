using Kite.Agent.Kubelet.Pods;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class RestartBackOffTests
{
    private readonly JumpingTimeProvider clock = new();

    [Test]
    public void The_delay_doubles_up_to_five_minutes()
    {
        var backOff = new RestartBackOff(clock);
        Assert.That(backOff.Remaining("c", clock.GetUtcNow()), Is.EqualTo(TimeSpan.Zero));
        var delays = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            backOff.Next("c");
            delays.Add(backOff.Remaining("c", clock.GetUtcNow()).TotalSeconds);
        }
        Assert.That(delays, Is.EqualTo(new double[] { 10, 20, 40, 80, 160, 300, 300 }));
    }

    [Test]
    public void A_clock_that_was_set_back_lengthens_no_delay()
    {
        var backOff = new RestartBackOff(clock);
        backOff.Next("c");
        Assert.That(backOff.Remaining("c", clock.GetUtcNow().AddDays(1)), Is.EqualTo(TimeSpan.Zero).Or.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [TestCase(-1)]
    [TestCase(-24 * 365)]
    public void A_delay_ends_though_the_clock_was_set_back_while_it_ran(int hours)
    {
        var backOff = new RestartBackOff(clock);
        backOff.Next("c");
        var failedAt = clock.GetUtcNow();
        Assert.That(backOff.Remaining("c", failedAt), Is.EqualTo(TimeSpan.FromSeconds(10)));
        clock.Jump(TimeSpan.FromHours(hours));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.That(backOff.Remaining("c", failedAt), Is.EqualTo(TimeSpan.FromSeconds(6)));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.That(backOff.Remaining("c", failedAt), Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase(-2)]
    [TestCase(2)]
    public void An_engine_with_another_clock_makes_nobody_hurry_or_wait_for_longer(int hours)
    {
        var backOff = new RestartBackOff(clock);
        for (var i = 0; i < 3; i++)
        {
            backOff.Next("c", clock.GetUtcNow().AddHours(hours).AddSeconds(i));
            Assert.That(backOff.Remaining("c", clock.GetUtcNow().AddHours(hours).AddSeconds(i + 1)), Is.EqualTo(TimeSpan.FromSeconds(10 << i)));
        }
    }

    [Test]
    public void A_container_that_ran_well_for_ten_minutes_is_started_again_at_once()
    {
        var backOff = new RestartBackOff(clock);
        for (var i = 0; i < 6; i++) backOff.Next("c");
        clock.Advance(TimeSpan.FromMinutes(10.5));
        Assert.That(backOff.Remaining("c", clock.GetUtcNow()), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Ten_quiet_minutes_begin_anew()
    {
        var backOff = new RestartBackOff(clock);
        backOff.Next("c");
        backOff.Next("c");
        clock.Advance(TimeSpan.FromMinutes(11));
        backOff.Next("c");
        Assert.That(backOff.Delay("c", clock.GetUtcNow()), Is.EqualTo(TimeSpan.FromSeconds(10)));
    }
}
