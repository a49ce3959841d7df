namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Which resources run out on this node: what its conditions say, and what pods are admitted by.</summary>
internal sealed class NodePressure
{
    public const string Memory = "MemoryPressure";
    public const string Disk = "DiskPressure";
    public const string Pid = "PIDPressure";

    private readonly List<Action> observers = [];
    private volatile IReadOnlySet<string> conditions = new HashSet<string>();

    /// <summary>The conditions that hold: <see cref="Memory"/>, <see cref="Disk"/>, <see cref="Pid"/>.</summary>
    public IReadOnlySet<string> Conditions => conditions;

    /// <summary>Calls back when they change; to be called before the host starts.</summary>
    public void OnChange(Action observer) => observers.Add(observer);

    /// <summary>Notes what holds now.</summary>
    public void Set(IReadOnlySet<string> holding)
    {
        if (conditions.SetEquals(holding)) return;
        conditions = holding;
        foreach (var observer in observers) observer();
    }
}
