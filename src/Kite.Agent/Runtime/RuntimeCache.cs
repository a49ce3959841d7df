namespace Kite.Agent.Runtime;

/// <summary>What the engine holds, as far as it has told; kept current by <see cref="RuntimeMonitor"/> and by those who just changed something.</summary>
internal sealed class RuntimeCache
{
    /// <summary>The exit code of a process that was killed.</summary>
    private const int Killed = 137;

    private readonly Lock gate = new();
    private readonly Dictionary<string, RuntimeContainer> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodContainers> byPod = new(StringComparer.Ordinal);
    private readonly List<Action<PodIdentity>> observers = [];
    private readonly HashSet<string> outOfMemory = new(StringComparer.Ordinal);

    /// <summary>Calls back for every pod of which something has changed; quick and without throwing.</summary>
    public void OnChange(Action<PodIdentity> observer)
    {
        lock (gate) observers.Add(observer);
    }

    /// <summary>What the engine holds of a pod.</summary>
    public PodContainers Pod(string uid)
    {
        lock (gate) return byPod.GetValueOrDefault(uid, PodContainers.None);
    }

    /// <summary>Every pod of which the engine holds something.</summary>
    public IReadOnlyList<PodIdentity> Pods()
    {
        lock (gate) return byPod.Values.Select(pod => pod.All[0].Pod).ToArray();
    }

    /// <summary>The container, or null.</summary>
    public RuntimeContainer? Find(string id)
    {
        lock (gate) return byId.GetValueOrDefault(id);
    }

    /// <summary>Every sandbox and container.</summary>
    public IReadOnlyList<RuntimeContainer> All()
    {
        lock (gate) return byId.Values.ToArray();
    }

    /// <summary>Every id.</summary>
    public IReadOnlyList<string> Ids()
    {
        lock (gate) return byId.Keys.ToArray();
    }

    /// <summary>Notes a container's state. A container's life goes one way only: an answer that was overtaken by a newer one is dropped.</summary>
    public void Set(RuntimeContainer container)
    {
        lock (gate)
        {
            // One that outlived the process that was killed has ended for its own reason.
            if (container is { State: ContainerRunState.Exited, ExitCode: Killed } && outOfMemory.Contains(container.Id)) container = container with { OutOfMemory = true };
            if (byId.TryGetValue(container.Id, out var known) && (known.State > container.State || TellsTheSame(known, container))) return;
            byId[container.Id] = container;
            Publish(container.Pod, byPod.GetValueOrDefault(container.Pod.Uid, PodContainers.None).All.Where(other => other.Id != container.Id).Append(container));
        }
    }

    /// <summary>Notes that the kernel has killed a process of a container for its memory, whatever the engine says. Ids of others don't matter.</summary>
    public void NoteOutOfMemory(string id)
    {
        lock (gate)
        {
            if (!byId.TryGetValue(id, out var container) || !outOfMemory.Add(id)) return;
            if (container.State is ContainerRunState.Exited) Set(container);
        }
    }

    /// <summary>Notes that a container is no more.</summary>
    public void Remove(string id)
    {
        lock (gate)
        {
            outOfMemory.Remove(id);
            if (byId.Remove(id, out var container)) Publish(container.Pod, byPod[container.Pod.Uid].All.Where(other => other.Id != id));
        }
    }

    private static bool TellsTheSame(RuntimeContainer left, RuntimeContainer right) => left.State == right.State && left.StartedAt == right.StartedAt && left.FinishedAt == right.FinishedAt
        && left.ExitCode == right.ExitCode && left.OutOfMemory == right.OutOfMemory && left.ProcessId == right.ProcessId && left.Resources == right.Resources && left.Addresses.SequenceEqual(right.Addresses);

    private void Publish(PodIdentity pod, IEnumerable<RuntimeContainer> containers)
    {
        var all = containers.OrderByDescending(container => container.Attempt).ThenByDescending(container => container.CreatedAt).ToArray();
        if (all.Length == 0) byPod.Remove(pod.Uid);
        else byPod[pod.Uid] = new PodContainers(all);
        foreach (var observer in observers) observer(pod);
    }
}
