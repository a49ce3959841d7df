using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>Which objects of a resource a list or watch is about.</summary>
/// <param name="Namespace">The namespace; empty for all.</param>
/// <param name="Name">The one name; null for all.</param>
/// <param name="Matches">What label and field selectors ask beyond that; null where they ask nothing.</param>
internal sealed record ObjectSelection(string Namespace, string? Name, Func<CachedObject, bool>? Matches)
{
    /// <summary>Everything.</summary>
    public static ObjectSelection All { get; } = new("", null, null);

    /// <summary>True where an object belongs to the selection.</summary>
    public bool Includes(CachedObject value) =>
        (Namespace.Length == 0 || value.Key.Namespace == Namespace) && (Name is null || value.Key.Name == Name) && (Matches is null || Matches(value));

    /// <summary>The objects of a snapshot that can belong to the selection; <see cref="Includes"/> still decides.</summary>
    public ObjectSlice Candidates(SortedObjects objects) => Namespace.Length == 0 ? objects.All : objects.InNamespace(Namespace);

    /// <summary>The one key that the selection is about, or null.</summary>
    public ObjectKey? SingleKey(bool isNamespaced) => Name is not null && (Namespace.Length > 0 || !isNamespaced) ? new ObjectKey(Namespace, Name) : null;
}
