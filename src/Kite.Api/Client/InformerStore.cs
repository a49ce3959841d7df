using System.Collections.Immutable;
using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.Api.Client;

/// <summary>An informer's objects and their indexes. One writer at a time; readers see snapshots.</summary>
internal sealed class InformerStore<T> : ILister<T>
    where T : class, IApiObject
{
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectKey, T> objects = [];
    private readonly Dictionary<string, Dictionary<ObjectKey, T>> byNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Index> indexes = new(StringComparer.Ordinal);

    public T? Get(ObjectKey key)
    {
        lock (gate) return objects.GetValueOrDefault(key);
    }

    public IReadOnlyCollection<T> List()
    {
        lock (gate) return [.. objects.Values];
    }

    public IReadOnlyCollection<T> List(string @namespace)
    {
        lock (gate) return byNamespace.TryGetValue(@namespace, out var found) ? [.. found.Values] : ImmutableArray<T>.Empty;
    }

    public IReadOnlyCollection<T> ByIndex(string index, string value)
    {
        lock (gate) return indexes[index].Entries.TryGetValue(value, out var found) ? [.. found.Values] : ImmutableArray<T>.Empty;
    }

    /// <summary>Adds an index; objects already there are filed under it.</summary>
    internal void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        lock (gate)
        {
            if (indexes.ContainsKey(name)) return;
            var index = new Index(values);
            indexes.Add(name, index);
            foreach (var (key, value) in objects) index.Add(key, value);
        }
    }

    /// <summary>Puts an object in; returns the one it replaces.</summary>
    internal T? Set(T value)
    {
        var key = ObjectKey.Of(value);
        lock (gate)
        {
            var old = Unfile(key);
            objects[key] = value;
            File(byNamespace, key.Namespace, key, value);
            foreach (var index in indexes.Values) index.Add(key, value);
            return old;
        }
    }

    /// <summary>Takes an object out; returns it.</summary>
    internal T? Remove(ObjectKey key)
    {
        lock (gate)
        {
            var old = Unfile(key);
            objects.Remove(key);
            return old;
        }
    }

    private static void File(Dictionary<string, Dictionary<ObjectKey, T>> entries, string value, ObjectKey key, T item)
    {
        if (!entries.TryGetValue(value, out var found)) entries[value] = found = [];
        found[key] = item;
    }

    private static void Unfile(Dictionary<string, Dictionary<ObjectKey, T>> entries, string value, ObjectKey key)
    {
        if (entries.TryGetValue(value, out var found) && found.Remove(key) && found.Count == 0) entries.Remove(value);
    }

    private T? Unfile(ObjectKey key)
    {
        if (!objects.TryGetValue(key, out var old)) return null;
        Unfile(byNamespace, key.Namespace, key);
        foreach (var index in indexes.Values) index.Remove(key, old);
        return old;
    }

    private sealed class Index(Func<T, IEnumerable<string>> values)
    {
        public Dictionary<string, Dictionary<ObjectKey, T>> Entries { get; } = new(StringComparer.Ordinal);

        public void Add(ObjectKey key, T item)
        {
            foreach (var value in values(item)) File(Entries, value, key, item);
        }

        public void Remove(ObjectKey key, T item)
        {
            foreach (var value in values(item)) Unfile(Entries, value, key);
        }
    }
}
