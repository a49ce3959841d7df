using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>How the node is: ready or why not, and whether memory, disk or process ids run out.</summary>
internal sealed class NodeConditions(KubeletOptions options, IRuntimeHealth health, IPodNetwork network)
{
    private const long LeastMemoryBytes = 100L * 1024 * 1024;
    private const double LeastDiskShare = 0.10;
    private const double LeastPidShare = 0.10;

    /// <summary>The conditions, with heartbeat, and with the time of the last change where one is known.</summary>
    public IReadOnlyList<NodeCondition> Of(IReadOnlyList<NodeCondition> old, DateTimeOffset now)
    {
        NodeCondition[] current =
        [
            Pressure("MemoryPressure", HasMemoryPressure(), "KubeletHasInsufficientMemory", "kubelet has insufficient memory available", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Pressure("DiskPressure", HasDiskPressure(), "KubeletHasDiskPressure", "kubelet has disk pressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Pressure("PIDPressure", HasPidPressure(), "KubeletHasInsufficientPID", "kubelet has insufficient PID available", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            Ready(),
        ];
        return current.Select(condition => condition with
        {
            LastHeartbeatTime = now,
            LastTransitionTime = old.FirstOrDefault(before => before.Type == condition.Type) is { } known && known.Status == condition.Status ? known.LastTransitionTime : now,
        }).ToArray();
    }

    private static NodeCondition Pressure(string type, bool holds, string reason, string message, string fineReason, string fineMessage) =>
        new() { Type = type, Status = holds ? "True" : "False", Reason = holds ? reason : fineReason, Message = holds ? message : fineMessage };

    private static bool HasMemoryPressure() =>
        long.TryParse((ProcFiles.Value("/proc/meminfo", "MemAvailable:") ?? "").Split(' ')[0], out var kibibytes) && kibibytes * 1024 < LeastMemoryBytes;

    private static bool HasPidPressure() =>
        long.TryParse(ProcFiles.Text("/proc/sys/kernel/pid_max"), out var most)
        && long.TryParse(ProcFiles.Text("/proc/loadavg").Split(' ') is { Length: > 3 } fields ? fields[3].Split('/')[^1] : "", out var used)
        && most - used < most * LeastPidShare;

    private bool HasDiskPressure()
    {
        var drive = new DriveInfo(options.DataDirectory);
        return drive.AvailableFreeSpace < drive.TotalSize * LeastDiskShare;
    }

    private NodeCondition Ready()
    {
        var reasons = new[] { health.NotReadyReason, network.NotReadyReason }.Where(reason => reason is not null).ToArray();
        return reasons.Length == 0
            ? new NodeCondition { Type = "Ready", Status = "True", Reason = "KubeletReady", Message = "kubelet is posting ready status" }
            : new NodeCondition { Type = "Ready", Status = "False", Reason = "KubeletNotReady", Message = string.Join(", ", reasons) };
    }
}
