namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>How many matches there are in each topology: a node label and its value.</summary>
internal sealed class TopologyCounts
{
    private readonly Dictionary<(string Key, string Value), long> counts;

    internal TopologyCounts() => counts = [];

    private TopologyCounts(TopologyCounts other) => counts = new(other.counts);

    /// <summary>True where nothing matches anywhere.</summary>
    internal bool IsEmpty => counts.Count == 0;

    /// <summary>The matches in a topology.</summary>
    internal long this[string key, string value] => counts.GetValueOrDefault((key, value));

    /// <summary>Adds to a node's topology of a key; a node without the label is in none.</summary>
    internal void Add(IReadOnlyDictionary<string, string> nodeLabels, string key, long amount)
    {
        if (!nodeLabels.TryGetValue(key, out var value)) return;
        var count = counts.GetValueOrDefault((key, value)) + amount;
        if (count == 0) counts.Remove((key, value));
        else counts[(key, value)] = count;
    }

    /// <summary>The sum over all topologies that a node is in.</summary>
    internal long SumFor(IReadOnlyDictionary<string, string> nodeLabels)
    {
        var sum = 0L;
        foreach (var ((key, value), count) in counts)
            if (nodeLabels.TryGetValue(key, out var actual) && actual == value) sum += count;
        return sum;
    }

    /// <summary>True where a node is in a topology with matches.</summary>
    internal bool HasAnyFor(IReadOnlyDictionary<string, string> nodeLabels)
    {
        if (counts.Count == 0) return false;
        foreach (var (key, value) in nodeLabels)
            if (counts.ContainsKey((key, value))) return true;
        return false;
    }

    /// <summary>A copy.</summary>
    internal TopologyCounts Clone() => new(this);
}
