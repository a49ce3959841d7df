namespace Kite.Agent.Kubelet.Devices;

/// <summary>Which devices there are, which of them are well, and who has which.</summary>
internal sealed class DeviceInventory(ExtendedResources resources)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Dictionary<string, bool>> devices = new(StringComparer.Ordinal);
    private readonly Dictionary<DeviceKey, AllocatedDevices> allocated = [];

    /// <summary>Takes what a plugin says of its devices now: by id, whether they are well.</summary>
    public void Set(string resource, IReadOnlyDictionary<string, bool> current)
    {
        lock (gate) devices[resource] = new Dictionary<string, bool>(current, StringComparer.Ordinal);
        Report(resource);
    }

    /// <summary>Notes that nobody speaks for the devices of a resource any more: they are there, but none can be had.</summary>
    public void Lose(string resource)
    {
        lock (gate)
        {
            if (!devices.TryGetValue(resource, out var known)) devices[resource] = known = [];
            foreach (var id in known.Keys.ToArray()) known[id] = false;
        }
        Report(resource);
    }

    /// <summary>True where a plugin has, or had, devices of a resource.</summary>
    public bool Knows(string resource)
    {
        lock (gate) return devices.ContainsKey(resource) || allocated.Keys.Any(key => key.Resource == resource);
    }

    /// <summary>The devices of a resource that are well and that nobody has, in the order of their ids.</summary>
    public IReadOnlyList<string> Free(string resource)
    {
        lock (gate)
        {
            if (!devices.TryGetValue(resource, out var known)) return [];
            var taken = allocated.Where(entry => entry.Key.Resource == resource).SelectMany(entry => entry.Value.Ids).ToHashSet(StringComparer.Ordinal);
            return [.. known.Where(device => device.Value && !taken.Contains(device.Key)).Select(device => device.Key).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The devices that are well, whoever has them, by resource.</summary>
    public IReadOnlyList<(string Resource, IReadOnlyList<string> Ids)> Healthy()
    {
        lock (gate) return [.. devices.Select(known => (known.Key, (IReadOnlyList<string>)[.. known.Value.Where(device => device.Value).Select(device => device.Key).Order(StringComparer.Ordinal)]))];
    }

    /// <summary>What a container has of a resource; null for nothing.</summary>
    public AllocatedDevices? Find(DeviceKey key)
    {
        lock (gate) return allocated.GetValueOrDefault(key);
    }

    /// <summary>Gives devices to a container.</summary>
    public void Give(DeviceKey key, AllocatedDevices given)
    {
        lock (gate) allocated[key] = given;
    }

    /// <summary>Takes back what pods other than these have; true where somebody had something.</summary>
    public bool KeepOnly(IReadOnlySet<string> podUids)
    {
        lock (gate)
        {
            var gone = allocated.Keys.Where(key => !podUids.Contains(key.PodUid)).ToArray();
            foreach (var key in gone) allocated.Remove(key);
            return gone.Length > 0;
        }
    }

    /// <summary>Everything that is given away.</summary>
    public IReadOnlyDictionary<DeviceKey, AllocatedDevices> Allocated()
    {
        lock (gate) return new Dictionary<DeviceKey, AllocatedDevices>(allocated);
    }

    private void Report(string resource)
    {
        DeviceCount count;
        lock (gate) count = new DeviceCount(devices[resource].Count, devices[resource].Values.Count(isWell => isWell));
        resources.Set(resource, count);
    }
}
