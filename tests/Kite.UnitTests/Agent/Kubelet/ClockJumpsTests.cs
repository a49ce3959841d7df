using Kite.Agent.Kubelet.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Agent.Kubelet;

internal sealed class ClockJumpsTests
{
    [Test]
    public async Task A_clock_that_was_set_is_told_of_once()
    {
        var clock = new JumpingTimeProvider();
        using var jumps = new ClockJumps(clock, NullLogger<ClockJumps>.Instance);
        var told = 0;
        jumps.OnJump(() => told++);
        await jumps.StartAsync(CancellationToken.None);
        foreach (var (jump, count) in new[] { (TimeSpan.FromDays(1), 1), (TimeSpan.FromHours(-1), 2) })
        {
            clock.Jump(jump);
            await Eventually.Holds(() =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return told == count;
            });
        }
        await jumps.StopAsync(CancellationToken.None);
        Assert.That(told, Is.EqualTo(2));
    }
}
