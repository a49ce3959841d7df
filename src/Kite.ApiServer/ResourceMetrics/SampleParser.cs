using System.Globalization;
using Kite.Api.Clocks;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary>Reads a kubelet's <c>/metrics/resource</c>.</summary>
internal static class SampleParser
{
    /// <summary>The sample; lines that aren't understood are left out.</summary>
    /// <param name="text">What the kubelet answered.</param>
    /// <param name="clock">The clock: what has no time of its own is of now.</param>
    public static NodeSample Parse(string text, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var node = default(UsageSample);
        var pods = new Dictionary<(string, string), Dictionary<string, UsageSample>>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            if (line.IsEmpty || line[0] == '#' || !TryRead(line, out var name, out var labels, out var value, out var at)) continue;
            var time = at ?? now;
            switch (name)
            {
                case "node_cpu_usage_seconds_total":
                    node = node with { At = time, CpuSeconds = value };
                    break;
                case "node_memory_working_set_bytes":
                    node = node with { MemoryBytes = (long)value };
                    break;
                case "container_cpu_usage_seconds_total":
                    Change(pods, labels, sample => sample with { At = time, CpuSeconds = value });
                    break;
                case "container_memory_working_set_bytes":
                    Change(pods, labels, sample => sample with { MemoryBytes = (long)value });
                    break;
                case "container_start_time_seconds":
                    Change(pods, labels, sample => sample with { StartedAt = DateTimeOffset.FromUnixTimeMilliseconds((long)(value * 1000)) });
                    break;
            }
        }
        return new NodeSample(clock.Uptime(), node, pods);
    }

    private static bool TryRead(ReadOnlySpan<char> line, out string name, out string labels, out double value, out DateTimeOffset? at)
    {
        (name, labels, value, at) = ("", "", 0, null);
        var open = line.IndexOf('{');
        var space = line.IndexOf(' ');
        if (open >= 0 && (space < 0 || open < space))
        {
            var close = line.LastIndexOf('}');
            if (close < open) return false;
            name = line[..open].ToString();
            labels = line[(open + 1)..close].ToString();
            line = line[(close + 1)..].TrimStart();
        }
        else
        {
            if (space < 0) return false;
            name = line[..space].ToString();
            line = line[(space + 1)..].TrimStart();
        }
        var end = line.IndexOf(' ');
        if (end >= 0 && long.TryParse(line[(end + 1)..], CultureInfo.InvariantCulture, out var milliseconds)) at = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return double.TryParse(end < 0 ? line : line[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static void Change(Dictionary<(string, string), Dictionary<string, UsageSample>> pods, string labels, Func<UsageSample, UsageSample> change)
    {
        // Names of namespaces, pods and containers need no escaping.
        string Label(string name)
        {
            var start = labels.IndexOf(name + "=\"", StringComparison.Ordinal);
            if (start < 0) return "";
            start += name.Length + 2;
            var end = labels.IndexOf('"', start);
            return end < 0 ? "" : labels[start..end];
        }
        var key = (Label("namespace"), Label("pod"));
        if (!pods.TryGetValue(key, out var containers)) pods[key] = containers = new Dictionary<string, UsageSample>(StringComparer.Ordinal);
        var container = Label("container");
        containers[container] = change(containers.GetValueOrDefault(container));
    }
}
