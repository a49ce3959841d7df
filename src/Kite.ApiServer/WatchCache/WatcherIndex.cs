using System.Runtime.InteropServices;
using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>The watchers of a resource, filed so that a change meets only those it may concern: by object, by namespace, or all.</summary>
internal sealed class WatcherIndex(bool isNamespaced)
{
    private readonly Dictionary<ObjectKey, List<Watcher>> byKey = [];
    private readonly Dictionary<string, List<Watcher>> byNamespace = new(StringComparer.Ordinal);
    private readonly List<Watcher> unbound = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a watcher.</summary>
    public void Add(Watcher watcher)
    {
        ListOf(watcher, create: true)!.Add(watcher);
        Count++;
    }

    /// <summary>Removes a watcher.</summary>
    public void Remove(Watcher watcher)
    {
        var list = ListOf(watcher, create: false);
        if (list is null || !list.Remove(watcher)) return;
        Count--;
        if (list.Count > 0) return;
        if (watcher.Selection.SingleKey(isNamespaced) is { } key) byKey.Remove(key);
        else if (watcher.Selection.Namespace.Length > 0) byNamespace.Remove(watcher.Selection.Namespace);
    }

    /// <summary>Offers a change to all whom it may concern.</summary>
    public void Offer(CacheEvent change)
    {
        if (Count == 0) return;
        var key = change.Subject.Key;
        if (byKey.TryGetValue(key, out var single)) Offer(single, change);
        if (byNamespace.TryGetValue(key.Namespace, out var inNamespace)) Offer(inNamespace, change);
        Offer(unbound, change);
    }

    /// <summary>How many a change of an object may concern.</summary>
    public int CountFor(ObjectKey key)
    {
        if (Count == 0) return 0;
        var single = byKey.TryGetValue(key, out var watchers) ? watchers.Count : 0;
        var inNamespace = byNamespace.TryGetValue(key.Namespace, out watchers) ? watchers.Count : 0;
        return single + inNamespace + unbound.Count;
    }

    /// <summary>All watchers.</summary>
    public IEnumerable<Watcher> All() => byKey.Values.Concat(byNamespace.Values).Append(unbound).SelectMany(list => list);

    private static void Offer(List<Watcher> watchers, CacheEvent change)
    {
        foreach (var watcher in watchers) watcher.Offer(change);
    }

    private List<Watcher>? ListOf(Watcher watcher, bool create)
    {
        if (watcher.Selection.SingleKey(isNamespaced) is { } key)
            return create ? CollectionsMarshal.GetValueRefOrAddDefault(byKey, key, out _) ??= [] : byKey.GetValueOrDefault(key);
        var @namespace = watcher.Selection.Namespace;
        if (@namespace.Length == 0) return unbound;
        return create ? CollectionsMarshal.GetValueRefOrAddDefault(byNamespace, @namespace, out _) ??= [] : byNamespace.GetValueOrDefault(@namespace);
    }
}
