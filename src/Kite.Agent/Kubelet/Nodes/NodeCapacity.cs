using Kite.Api.Meta;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What the node has to give.</summary>
internal sealed class NodeCapacity(KubeletOptions options)
{
    private readonly Lazy<Dictionary<string, Quantity>> capacity = new(() => Measure(options));

    /// <summary>The node's memory.</summary>
    public long MemoryBytes => capacity.Value["memory"].Value;

    /// <summary>All that it has.</summary>
    public IReadOnlyDictionary<string, Quantity> Capacity => capacity.Value;

    /// <summary>All that pods may ask for; nothing is set aside.</summary>
    public IReadOnlyDictionary<string, Quantity> Allocatable => capacity.Value;

    private static Dictionary<string, Quantity> Measure(KubeletOptions options)
    {
        var memory = ProcFiles.Value("/proc/meminfo", "MemTotal:") ?? "0 kB";
        return new Dictionary<string, Quantity>(StringComparer.Ordinal)
        {
            ["cpu"] = new Quantity(Environment.ProcessorCount.ToString()),
            ["memory"] = new Quantity(memory.Split(' ')[0] + "Ki"),
            ["ephemeral-storage"] = new Quantity($"{new DriveInfo(options.DataDirectory).TotalSize / 1024}Ki"),
            ["hugepages-1Gi"] = HugePages(1024 * 1024),
            ["hugepages-2Mi"] = HugePages(2048),
            ["pods"] = new Quantity(options.MaxPods.ToString()),
        };
    }

    private static Quantity HugePages(int kibibytes)
    {
        var count = ProcFiles.Text($"/sys/kernel/mm/hugepages/hugepages-{kibibytes}kB/nr_hugepages");
        return long.TryParse(count, out var pages) && pages > 0 ? Quantity.OfBytes(pages * kibibytes * 1024L) : new Quantity("0");
    }
}
