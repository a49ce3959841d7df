using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Linux;
using Kite.Api.Meta;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What the node has to give, and how much of it to pods.</summary>
internal sealed class NodeCapacity
{
    private const string HugePages = "hugepages-";
    private readonly KubeletOptions options;
    private readonly Lazy<Dictionary<string, Quantity>> capacity;
    private readonly Lazy<Dictionary<string, Quantity>> allocatable;

    public NodeCapacity(KubeletOptions options)
    {
        this.options = options;
        capacity = new(() => Measure(options));
        allocatable = new(() => Allocate(options, capacity.Value));
    }

    /// <summary>The node's memory.</summary>
    public long MemoryBytes => capacity.Value["memory"].Value;

    /// <summary>All that it has.</summary>
    public IReadOnlyDictionary<string, Quantity> Capacity => capacity.Value;

    /// <summary>All that pods may ask for: what is reserved, and what has to stay free lest pods are evicted, is left out.</summary>
    public IReadOnlyDictionary<string, Quantity> Allocatable => allocatable.Value;

    /// <summary>What pods may use together.</summary>
    public PodsShare Pods => new(capacity.Value["cpu"].MilliValue - Reserved("cpu"), MemoryBytes - Reserved("memory"));

    /// <summary>How many processes a pod may have; null leaves that alone.</summary>
    public long? PodPids => options.PodPidsLimit > 0 ? options.PodPidsLimit : null;

    /// <summary>How many processes all pods may have together: what the kernel allows but for what is reserved; null where nothing is.</summary>
    public long? PodsPids => Reserved("pid") is > 0 and var reserved && CgroupFile.Number("/proc/sys/kernel/pid_max") is { } most ? Math.Max(1, most - reserved) : null;

    internal static Dictionary<string, Quantity> Allocate(KubeletOptions options, IReadOnlyDictionary<string, Quantity> capacity)
    {
        var allocatable = new Dictionary<string, Quantity>(capacity, StringComparer.Ordinal);
        long Kept(string resource, string? signal)
        {
            var kept = options.KubeReserved.Of(resource) + options.SystemReserved.Of(resource);
            return options.EvictionHard.FirstOrDefault(threshold => threshold.Signal == signal) is { } threshold ? kept + threshold.LeastOf(capacity[resource].Value) : kept;
        }
        if (Kept("cpu", null) is > 0 and var cpu) allocatable["cpu"] = Quantity.OfMilli(Math.Max(0, capacity["cpu"].MilliValue - cpu));
        var hugePages = capacity.Where(amount => amount.Key.StartsWith(HugePages, StringComparison.Ordinal)).Sum(amount => amount.Value.Value);
        if (Kept("memory", EvictionSignals.MemoryAvailable) + hugePages is > 0 and var memory) allocatable["memory"] = Kibibytes(Math.Max(0, capacity["memory"].Value - memory));
        if (Kept("ephemeral-storage", EvictionSignals.NodeFsAvailable) is > 0 and var disk)
            allocatable["ephemeral-storage"] = Quantity.Of(Math.Max(0, capacity["ephemeral-storage"].Value - disk));
        return allocatable;
    }

    private static Quantity Kibibytes(long bytes) => new($"{bytes / 1024}Ki");

    private static Dictionary<string, Quantity> Measure(KubeletOptions options)
    {
        Span<long> memory = stackalloc long[1];
        CgroupFile.Numbers("/proc/meminfo", ["MemTotal"], memory);
        var measured = new Dictionary<string, Quantity>(StringComparer.Ordinal)
        {
            ["cpu"] = new Quantity(Processors.Online().ToString()),
            ["memory"] = new Quantity($"{memory[0]}Ki"),
            ["ephemeral-storage"] = Kibibytes(FileSystemSpace.Of(options.RootDirectory).CapacityBytes),
            ["pods"] = new Quantity(options.MaxPods.ToString()),
        };
        foreach (var kibibytes in new[] { 1024 * 1024, 2048 }) measured[HugePages + (kibibytes == 2048 ? "2Mi" : "1Gi")] = HugePagesOf(kibibytes);
        return measured;
    }

    private static Quantity HugePagesOf(int kibibytes) =>
        CgroupFile.Number($"/sys/kernel/mm/hugepages/hugepages-{kibibytes}kB/nr_hugepages") is > 0 and var pages ? Quantity.OfBytes(pages * kibibytes * 1024L) : new Quantity("0");

    private long Reserved(string resource) => options.KubeReserved.Of(resource) + options.SystemReserved.Of(resource);
}
