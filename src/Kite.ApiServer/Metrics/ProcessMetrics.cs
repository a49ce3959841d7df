using System.Diagnostics;
using System.Globalization;

namespace Kite.ApiServer.Metrics;

/// <summary>What the process uses, and which build it is.</summary>
internal sealed class ProcessMetrics : IMetricsSource
{
    private const string Limits = "/proc/self/limits";
    private const string Descriptors = "/proc/self/fd";
    private const string LimitOfFiles = "Max open files";

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        using var process = Process.GetCurrentProcess();
        writer.Counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");
        writer.Sample("", process.TotalProcessorTime.TotalSeconds);
        writer.Gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        writer.Sample("", process.WorkingSet64);
        writer.Gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.");
        writer.Sample("", process.VirtualMemorySize64);
        writer.Gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.");
        writer.Sample("", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        writer.Gauge("process_threads", "Number of threads of the process.");
        writer.Sample("", process.Threads.Count);
        WriteFiles(writer);
        writer.Gauge("kubernetes_build_info", "[ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.");
        writer.Sample(MetricLabels.Of(("git_version", "v1.37.0+kite"), ("major", "1"), ("minor", "37"), ("compiler", $"dotnet{Environment.Version}"), ("platform", "linux")), 1);
    }

    private static void WriteFiles(MetricsWriter writer)
    {
        if (!Directory.Exists(Descriptors)) return;
        writer.Gauge("process_open_fds", "Number of open file descriptors.");
        writer.Sample("", Directory.EnumerateFileSystemEntries(Descriptors).Count());
        if (File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(LimitOfFiles, StringComparison.Ordinal)) is not { } limit) return;
        var soft = limit[LimitOfFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        if (!double.TryParse(soft, CultureInfo.InvariantCulture, out var files)) return;
        writer.Gauge("process_max_fds", "Maximum number of open file descriptors.");
        writer.Sample("", files);
    }
}
