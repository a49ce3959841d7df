using Kite.Api.Clocks;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>How long to wait before a container is started, or an image pulled, again: 10 s, doubled up to 5 minutes, from 10 s again after 10 quiet minutes.</summary>
internal sealed class RestartBackOff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, (TimeSpan Delay, DateTimeOffset Since)> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset FailedAt, TimeSpan Until)> waits = new(StringComparer.Ordinal);

    /// <summary>What is left to wait since something failed at <paramref name="failedAt"/>; zero or less where it may be tried. Never more than the delay, whatever became of the clock.</summary>
    public TimeSpan Remaining(string key, DateTimeOffset failedAt)
    {
        if (Find(key, failedAt) is not { } delay) return TimeSpan.Zero;
        if (!waits.TryGetValue(key, out var wait) || wait.FailedAt != failedAt)
        {
            // What is left is told by the time of day once; from then on it only becomes less.
            var left = failedAt + delay - clock.GetUtcNow();
            waits[key] = wait = (failedAt, clock.Uptime() + (left < delay ? left : delay));
        }
        return wait.Until - clock.Uptime();
    }

    /// <summary>The delay that a failure at this time is followed by; zero for none.</summary>
    public TimeSpan Delay(string key, DateTimeOffset failedAt) => Find(key, failedAt) ?? TimeSpan.Zero;

    /// <summary>Notes another try after a failure at <paramref name="failedAt"/>, or now: the next failure waits for longer.</summary>
    public void Next(string key, DateTimeOffset? failedAt = null)
    {
        var delay = Find(key, failedAt ?? clock.GetUtcNow()) is { } current ? (current * 2 < Longest ? current * 2 : Longest) : First;
        entries[key] = (delay, clock.GetUtcNow());
        waits.Remove(key);
    }

    /// <summary>What failed long after its last try had run well until then.</summary>
    private TimeSpan? Find(string key, DateTimeOffset failedAt) => entries.TryGetValue(key, out var entry) && failedAt - entry.Since <= Longest * 2 ? entry.Delay : null;
}
