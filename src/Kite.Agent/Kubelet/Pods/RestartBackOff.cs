namespace Kite.Agent.Kubelet.Pods;

/// <summary>How long to wait before a container is started, or an image pulled, again: 10 s, doubled up to 5 minutes, from 10 s again after 10 quiet minutes.</summary>
internal sealed class RestartBackOff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, (TimeSpan Delay, DateTimeOffset Since)> entries = new(StringComparer.Ordinal);

    /// <summary>What is left to wait since something failed at <paramref name="failedAt"/>; zero or less where it may be tried.</summary>
    public TimeSpan Remaining(string key, DateTimeOffset failedAt) => Find(key) is { } delay ? failedAt + delay - clock.GetUtcNow() : TimeSpan.Zero;

    /// <summary>The delay now in force; zero for none.</summary>
    public TimeSpan Delay(string key) => Find(key) ?? TimeSpan.Zero;

    /// <summary>Notes another try: the next failure waits for longer.</summary>
    public void Next(string key)
    {
        var delay = Find(key) is { } current ? (current * 2 < Longest ? current * 2 : Longest) : First;
        entries[key] = (delay, clock.GetUtcNow());
    }

    private TimeSpan? Find(string key) => entries.TryGetValue(key, out var entry) && clock.GetUtcNow() - entry.Since <= Longest * 2 ? entry.Delay : null;
}
