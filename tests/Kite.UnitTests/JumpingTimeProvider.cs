using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests;

/// <summary>A clock that can be set while time passes as before, as a machine's clock is: timers and timestamps don't notice.</summary>
internal sealed class JumpingTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan jumped;

    /// <summary>A clock that begins at an ordinary time.</summary>
    public JumpingTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + jumped;

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets the clock forward, or back.</summary>
    public void Jump(TimeSpan by) => jumped += by;
}
