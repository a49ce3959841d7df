using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Kite.ApiServer.WatchCache;

/// <summary>A small read-only map in one array: labels are few, and there are many objects.</summary>
internal sealed class CompactMap(string[] pairs) : IReadOnlyDictionary<string, string>
{
    /// <summary>The map without entries.</summary>
    public static CompactMap Empty { get; } = new([]);

    /// <summary>A copy of a map.</summary>
    public static CompactMap Of(IReadOnlyDictionary<string, string> map) => new([.. map.SelectMany(pair => new[] { pair.Key, pair.Value })]);

    /// <inheritdoc/>
    public int Count => pairs.Length / 2;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    /// <inheritdoc/>
    public IEnumerable<string> Values => this.Select(pair => pair.Value);

    /// <inheritdoc/>
    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (!string.Equals(pairs[i], key, StringComparison.Ordinal)) continue;
            value = pairs[i + 1];
            return true;
        }
        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (var i = 0; i < pairs.Length; i += 2) yield return new(pairs[i], pairs[i + 1]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
