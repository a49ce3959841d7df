using System.Text.Json;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Linux;
using Kite.Agent.Volumes.Usage;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>Writes the parts that the summary API has of nodes, pods and containers alike.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/instrumentation/node-metrics/"/></remarks>
internal sealed class StatsJson(Utf8JsonWriter writer, DateTimeOffset now)
{
    public Utf8JsonWriter Writer => writer;

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    public void Cpu(long nanoseconds, long rate)
    {
        Begin("cpu");
        writer.WriteNumber("usageNanoCores", rate);
        writer.WriteNumber("usageCoreNanoSeconds", nanoseconds);
        writer.WriteEndObject();
    }

    public void Memory(CgroupUsage usage)
    {
        Begin("memory");
        if (usage.MemoryLimitBytes > 0) writer.WriteNumber("availableBytes", Math.Max(0, usage.MemoryLimitBytes - usage.WorkingSetBytes));
        Memory(usage.MemoryBytes, usage.WorkingSetBytes, usage.RssBytes, usage.PageFaults, usage.MajorPageFaults);
    }

    public void Memory(NodeUsage usage)
    {
        Begin("memory");
        writer.WriteNumber("availableBytes", Math.Max(0, usage.MemoryCapacityBytes - usage.WorkingSetBytes));
        Memory(usage.MemoryBytes, usage.WorkingSetBytes, usage.RssBytes, usage.PageFaults, usage.MajorPageFaults);
    }

    public void Swap(long? available, long used)
    {
        Begin("swap");
        if (available is { } free) writer.WriteNumber("swapAvailableBytes", free);
        writer.WriteNumber("swapUsageBytes", used);
        writer.WriteEndObject();
    }

    public void Network(IReadOnlyList<NetworkUsage> devices)
    {
        if (devices.Count == 0) return;
        Begin("network");
        // The one that leads out, by which the whole is counted.
        Device(devices.FirstOrDefault(device => device.Name == "eth0") ?? devices[0]);
        writer.WriteStartArray("interfaces");
        foreach (var device in devices)
        {
            writer.WriteStartObject();
            Device(device);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A file system, and what somebody takes of it.</summary>
    public void FileSystem(string name, FileSystemSpace space, long usedBytes, long inodesUsed)
    {
        writer.WriteStartObject(name);
        Volume(VolumeUsage.Of(space, new DiskUsage(usedBytes, inodesUsed)));
        writer.WriteEndObject();
    }

    /// <summary>How full a volume is, into the object that is open.</summary>
    public void Volume(VolumeUsage usage)
    {
        writer.WriteString("time", Time(now));
        Number("availableBytes", usage.AvailableBytes);
        Number("capacityBytes", usage.CapacityBytes);
        Number("usedBytes", usage.UsedBytes);
        Number("inodesFree", usage.InodesFree);
        Number("inodes", usage.Inodes);
        Number("inodesUsed", usage.InodesUsed);
    }

    private void Number(string name, long? value)
    {
        if (value is { } number) writer.WriteNumber(name, number);
    }

    private void Begin(string name)
    {
        writer.WriteStartObject(name);
        writer.WriteString("time", Time(now));
    }

    private void Memory(long bytes, long workingSet, long rss, long faults, long majorFaults)
    {
        writer.WriteNumber("usageBytes", bytes);
        writer.WriteNumber("workingSetBytes", workingSet);
        writer.WriteNumber("rssBytes", rss);
        writer.WriteNumber("pageFaults", faults);
        writer.WriteNumber("majorPageFaults", majorFaults);
        writer.WriteEndObject();
    }

    private void Device(NetworkUsage device)
    {
        writer.WriteString("name", device.Name);
        writer.WriteNumber("rxBytes", device.ReceivedBytes);
        writer.WriteNumber("rxErrors", device.ReceiveErrors);
        writer.WriteNumber("txBytes", device.SentBytes);
        writer.WriteNumber("txErrors", device.SendErrors);
    }
}
