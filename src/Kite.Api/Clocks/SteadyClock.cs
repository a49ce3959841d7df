namespace Kite.Api.Clocks;

/// <summary>Time that passes, whatever becomes of the time of day: clocks are set, by an hour or by years, while a process waits.</summary>
public static class SteadyClock
{
    /// <summary>How much time has passed since some moment before this process began; it never jumps. For what waits, or is kept for a while, within one process.</summary>
    public static TimeSpan Uptime(this TimeProvider clock) => clock.GetElapsedTime(0);
}
