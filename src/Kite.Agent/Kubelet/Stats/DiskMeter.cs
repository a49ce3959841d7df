using System.Collections.Concurrent;
using Kite.Agent.Linux;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>Measures what directories take of a disk, and remembers it: measuring reads every entry, so one that takes long is measured less often.</summary>
internal sealed class DiskMeter(TimeProvider clock)
{
    /// <summary>A measurement is good for so many times as long as it took: measuring takes a hundredth of a core at most.</summary>
    private const int RestFactor = 100;
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Measurement> known = new(StringComparer.Ordinal);

    /// <summary>What a directory takes, as of no longer ago than said, unless measuring it takes too long for that.</summary>
    public DiskUsage Of(string path, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        if (known.TryGetValue(path, out var last))
        {
            var rest = last.Took * RestFactor;
            if (clock.GetElapsedTime(last.At, now) < (rest > maxAge ? rest : maxAge)) return last.Usage;
        }
        var usage = DiskUsage.Of(path, cancellationToken);
        known[path] = new Measurement(usage, clock.GetTimestamp(), clock.GetElapsedTime(now));
        return usage;
    }

    /// <summary>Forgets what nobody has asked to measure for a while.</summary>
    public void Trim()
    {
        foreach (var (path, measurement) in known)
            if (clock.GetElapsedTime(measurement.At) > Forgotten + (measurement.Took * RestFactor)) known.TryRemove(path, out _);
    }

    private readonly record struct Measurement(DiskUsage Usage, long At, TimeSpan Took);
}
