using System.Collections.Immutable;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>How many devices of which kind the node has: what device plugins say of them, for the node's status.</summary>
internal sealed class ExtendedResources
{
    private readonly List<Action> observers = [];
    private ImmutableSortedDictionary<string, DeviceCount> counts = ImmutableSortedDictionary<string, DeviceCount>.Empty;

    /// <summary>The counts by resource name, such as <c>example.com/gpu</c>. Those of a plugin that went away are 0.</summary>
    public IReadOnlyDictionary<string, DeviceCount> Counts => counts;

    /// <summary>Calls back when a count changes; to be called before the host starts.</summary>
    public void OnChange(Action observer) => observers.Add(observer);

    /// <summary>Notes how many there are.</summary>
    public void Set(string resource, DeviceCount count)
    {
        if (counts.TryGetValue(resource, out var known) && known == count) return;
        ImmutableInterlocked.Update(ref counts, all => all.SetItem(resource, count));
        foreach (var observer in observers) observer();
    }
}
