using System.Text.Json;
using Kite.Api.Meta;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary>What something used over a while.</summary>
/// <param name="At">The end of the while.</param>
/// <param name="Window">How long it was.</param>
/// <param name="NanoCores">Billionths of a core.</param>
/// <param name="MemoryBytes">The working set at the end.</param>
internal readonly record struct Usage(DateTimeOffset At, TimeSpan Window, long NanoCores, long MemoryBytes)
{
    /// <summary>What was used between two samples; null where they don't tell. What has started in between was at nothing then.</summary>
    public static Usage? Between(UsageSample before, UsageSample now)
    {
        if (!now.IsWhole) return null;
        var isFresh = now.StartedAt != default && (before.At == default || now.StartedAt > before.At || now.CpuSeconds < before.CpuSeconds);
        var (since, spent) = isFresh ? (now.StartedAt, 0.0) : (before.At, before.CpuSeconds);
        if (since == default || now.At <= since || now.CpuSeconds < spent) return null;
        var window = now.At - since;
        return new Usage(now.At, window, (long)((now.CpuSeconds - spent) / window.TotalSeconds * 1e9), now.MemoryBytes);
    }

    /// <summary>Writes <c>timestamp</c> and <c>window</c>.</summary>
    public void WriteTime(Utf8JsonWriter writer)
    {
        writer.WriteString("timestamp"u8, Timestamps.Format(At));
        writer.WriteString("window"u8, GoDuration.Format(TimeSpan.FromMilliseconds(Math.Round(Window.TotalMilliseconds))));
    }

    /// <summary>Writes <c>usage</c>.</summary>
    public void WriteAmounts(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteString("cpu"u8, NanoCores == 0 ? "0" : $"{NanoCores}n");
        writer.WriteString("memory"u8, $"{MemoryBytes / 1024}Ki");
        writer.WriteEndObject();
    }
}
