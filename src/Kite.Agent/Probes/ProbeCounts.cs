using System.Collections.Concurrent;

namespace Kite.Agent.Probes;

/// <summary>How often probes ended well and badly, for <c>/metrics/probes</c>.</summary>
internal sealed class ProbeCounts
{
    private readonly ConcurrentDictionary<ProbedContainer, long[]> counts = new();

    /// <summary>Counts one probe.</summary>
    public void Add(ProbedContainer container, bool isSuccess) => Interlocked.Increment(ref counts.GetOrAdd(container, _ => new long[2])[isSuccess ? 0 : 1]);

    /// <summary>The counts of the pods given; those of others are forgotten.</summary>
    public IReadOnlyList<(ProbedContainer Container, long Successes, long Failures)> Of(IReadOnlySet<string> podUids)
    {
        var found = new List<(ProbedContainer, long, long)>();
        foreach (var (container, results) in counts)
        {
            if (podUids.Contains(container.PodUid)) found.Add((container, Interlocked.Read(ref results[0]), Interlocked.Read(ref results[1])));
            else counts.TryRemove(container, out _);
        }
        return found;
    }
}
