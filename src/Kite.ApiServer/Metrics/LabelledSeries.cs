using System.Collections.Concurrent;

namespace Kite.ApiServer.Metrics;

/// <summary>Something counted for each combination of labels that comes up.</summary>
/// <typeparam name="TKey">What the labels are made of.</typeparam>
/// <typeparam name="TValue">What is counted.</typeparam>
/// <param name="create">Makes what counts.</param>
/// <param name="labels">The labels as <see cref="MetricLabels"/> makes them.</param>
internal sealed class LabelledSeries<TKey, TValue>(Func<TValue> create, Func<TKey, string> labels)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> series = new();

    /// <summary>All that came up, in order of their labels.</summary>
    public IEnumerable<(string Labels, TValue Value)> All => series.Select(pair => (Labels: labels(pair.Key), pair.Value)).OrderBy(pair => pair.Labels, StringComparer.Ordinal);

    /// <summary>What counts for a combination of labels.</summary>
    public TValue Of(TKey key) => series.TryGetValue(key, out var found) ? found : series.GetOrAdd(key, _ => create());
}
