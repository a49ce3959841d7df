using System.Collections.Immutable;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>The attached volumes that this node may have mounted, by the names that they have in its status: what is said here isn't detached.</summary>
internal sealed class VolumesInUse
{
    private readonly List<Action> observers = [];
    private ImmutableSortedSet<string> names = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Calls back when there is one more or one less; to be called before the host starts.</summary>
    public void OnChange(Action observer) => observers.Add(observer);

    /// <summary>Adds a volume.</summary>
    public void Add(string name) => Update(known => known.Add(name));

    /// <summary>Takes a volume out, once nothing of it is left.</summary>
    public void Remove(string name) => Update(known => known.Remove(name));

    private void Update(Func<ImmutableSortedSet<string>, ImmutableSortedSet<string>> change)
    {
        if (!ImmutableInterlocked.Update(ref names, change)) return;
        foreach (var observer in observers) observer();
    }
}
