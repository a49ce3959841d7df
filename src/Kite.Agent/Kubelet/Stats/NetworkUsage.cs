namespace Kite.Agent.Kubelet.Stats;

/// <summary>What went through a network interface since it is there.</summary>
internal sealed record NetworkUsage(string Name)
{
    public long ReceivedBytes { get; init; }

    public long ReceivedPackets { get; init; }

    public long ReceiveErrors { get; init; }

    public long ReceiveDrops { get; init; }

    public long SentBytes { get; init; }

    public long SentPackets { get; init; }

    public long SendErrors { get; init; }

    public long SendDrops { get; init; }

    /// <summary>The interfaces that a process sees, without the loopback device; none where it has ended.</summary>
    /// <param name="processId">A process in the network; 0 for this one's.</param>
    /// <param name="proc">Where /proc is.</param>
    public static IReadOnlyList<NetworkUsage> Of(long processId, string proc = "/proc")
    {
        try
        {
            return [.. File.ReadLines(Path.Combine(proc, processId == 0 ? "self" : $"{processId}", "net/dev")).Skip(2).Select(Parse).OfType<NetworkUsage>().Where(device => device.Name != "lo")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static NetworkUsage? Parse(string line)
    {
        var colon = line.IndexOf(':');
        if (colon < 0) return null;
        var fields = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 16) return null;
        long Field(int index) => long.TryParse(fields[index], out var number) ? number : 0;
        return new NetworkUsage(line[..colon].Trim())
        {
            ReceivedBytes = Field(0),
            ReceivedPackets = Field(1),
            ReceiveErrors = Field(2),
            ReceiveDrops = Field(3),
            SentBytes = Field(8),
            SentPackets = Field(9),
            SendErrors = Field(10),
            SendDrops = Field(11),
        };
    }
}
