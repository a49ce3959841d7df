using Kite.Api.Clocks;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>How long to wait before a container is started, or an image pulled, again: 10 s, doubled up to 5 minutes, from 10 s again after 10 quiet minutes.</summary>
internal sealed class RestartBackOff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, (TimeSpan Delay, TimeSpan At, DateTimeOffset Since)> tries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset FailedAt, TimeSpan? Delay, TimeSpan Until)> failures = new(StringComparer.Ordinal);

    /// <summary>What is left to wait since something failed at <paramref name="failedAt"/>; zero or less where it may be tried. Never more than the delay, whatever became of the clock.</summary>
    public TimeSpan Remaining(string key, DateTimeOffset failedAt) => Find(key, failedAt) is { Delay: not null, Until: var until } ? until - clock.Uptime() : TimeSpan.Zero;

    /// <summary>The delay that a failure at this time is followed by; zero for none.</summary>
    public TimeSpan Delay(string key, DateTimeOffset failedAt) => Find(key, failedAt).Delay ?? TimeSpan.Zero;

    /// <summary>Notes another try after a failure at <paramref name="failedAt"/>, or now: the next failure waits for longer.</summary>
    public void Next(string key, DateTimeOffset? failedAt = null)
    {
        var delay = Find(key, failedAt ?? clock.GetUtcNow()).Delay is { } current ? (current * 2 < Longest ? current * 2 : Longest) : First;
        tries[key] = (delay, clock.Uptime(), clock.GetUtcNow());
        failures.Remove(key);
    }

    /// <summary>What is known of a failure: it is judged once, when it is first asked about. What failed long after its last try had run well until then.</summary>
    private (DateTimeOffset FailedAt, TimeSpan? Delay, TimeSpan Until) Find(string key, DateTimeOffset failedAt)
    {
        if (failures.TryGetValue(key, out var known) && known.FailedAt == failedAt) return known;
        var now = clock.Uptime();
        if (!tries.TryGetValue(key, out var last) || now - last.At > Longest * 2) return failures[key] = (failedAt, null, now);
        // By clocks that agree nothing fails before it was tried, nor in a time to come.
        var left = failedAt < last.Since ? last.Delay : failedAt + last.Delay - clock.GetUtcNow();
        return failures[key] = (failedAt, last.Delay, now + (left < last.Delay ? left : last.Delay));
    }
}
