using System.Collections.Concurrent;
using Kite.Api.Clocks;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>Turns CPU times into cores in use: since the last time that somebody asked, or over the whole life where nobody has.</summary>
internal sealed class CpuRates(TimeProvider clock)
{
    private const int Most = 5000;
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, Sample> samples = new(StringComparer.Ordinal);

    /// <summary>Billionths of a core.</summary>
    /// <param name="key">What is measured.</param>
    /// <param name="cpuNanoseconds">Its CPU time so far.</param>
    /// <param name="startedAt">When it began.</param>
    public long Of(string key, long cpuNanoseconds, DateTimeOffset startedAt)
    {
        var now = clock.Uptime();
        if (samples.Count > Most) samples.Clear();
        var last = samples.GetValueOrDefault(key);
        if (last.At != default && now - last.At < ShortestWindow) return last.Rate;
        var (window, before) = last.At != default && now - last.At <= LongestWindow && last.CpuNanoseconds <= cpuNanoseconds ? (now - last.At, last.CpuNanoseconds) : (clock.GetUtcNow() - startedAt, 0);
        var seconds = window.TotalSeconds;
        var rate = seconds <= 0 ? 0 : (long)((cpuNanoseconds - before) / seconds);
        samples[key] = new Sample(now, cpuNanoseconds, rate);
        return rate;
    }

    private readonly record struct Sample(TimeSpan At, long CpuNanoseconds, long Rate);
}
