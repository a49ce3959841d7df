namespace Kite.ControlPlane.Controllers.Namespaces;

/// <summary>What is left of a namespace's content after an attempt to delete it.</summary>
internal sealed class NamespaceRemains
{
    /// <summary>How many objects are left, by <c>plural.group</c>.</summary>
    internal SortedDictionary<string, int> ByResource { get; } = new(StringComparer.Ordinal);

    /// <summary>How many objects wait for a finalizer, by finalizer.</summary>
    internal SortedDictionary<string, int> ByFinalizer { get; } = new(StringComparer.Ordinal);

    /// <summary>What could not be deleted or listed, and why.</summary>
    internal List<string> Failures { get; } = [];

    /// <summary>Which groups could not be discovered, and why.</summary>
    internal IReadOnlyList<string> DiscoveryFailures { get; set; } = [];

    /// <summary>True where nothing is left, as far as could be found out.</summary>
    internal bool IsNothing => ByResource.Count == 0 && Failures.Count == 0 && DiscoveryFailures.Count == 0;

    /// <summary>Counts an object that is left.</summary>
    internal void Add(string resource, IEnumerable<string> finalizers)
    {
        ByResource[resource] = ByResource.GetValueOrDefault(resource) + 1;
        foreach (var finalizer in finalizers) ByFinalizer[finalizer] = ByFinalizer.GetValueOrDefault(finalizer) + 1;
    }
}
