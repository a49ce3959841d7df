using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The table of pods. The status column sums up phase, container states and deletion the way kubectl users know it.</summary>
/// <remarks><see href="https://github.com/kubernetes/kubernetes/blob/master/pkg/printers/internalversion/printers.go"/></remarks>
internal static class PodColumns
{
    public static Column[] All { get; } =
    [
        Column.ObjectName,
        Column.Text("Ready", item => $"{ReadyCount(item)}/{item.Items("spec", "containers").Count() + SidecarNames(item).Count}"),
        Column.Text("Status", Status),
        new("Restarts", Restarts),
        Column.Age,
        Column.Wide("IP", item => item.Items("status", "podIPs").Select(ip => ip.Text("ip")).FirstOrDefault() ?? item.TextOr("<none>", "status", "podIP")),
        Column.Wide("Node", item => item.TextOr("<none>", "spec", "nodeName")),
        Column.Wide("Nominated Node", item => item.TextOr("<none>", "status", "nominatedNodeName")),
        Column.Wide("Readiness Gates", ReadinessGates),
    ];

    private static HashSet<string?> SidecarNames(JsonElement pod) =>
        pod.Items("spec", "initContainers").Where(container => container.Text("restartPolicy") == "Always").Select(container => container.Text("name")).ToHashSet();

    private static long ReadyCount(JsonElement pod)
    {
        var sidecars = SidecarNames(pod);
        return pod.Items("status", "containerStatuses").Count(status => status.Text("ready") == "true" && IsRunning(status))
            + pod.Items("status", "initContainerStatuses").Count(status => sidecars.Contains(status.Text("name")) && status.Text("ready") == "true");
    }

    private static string Status(JsonElement pod)
    {
        var reason = pod.TextOr(pod.TextOr("Unknown", "status", "phase"), "status", "reason");
        if (pod.Items("status", "conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated")) reason = "SchedulingGated";
        if (InitStatus(pod) is { } init) reason = init;
        else reason = ContainerStatus(pod, reason);
        if (pod.Text("metadata", "deletionTimestamp") is null) return reason;
        if (pod.Text("status", "reason") == "NodeLost") return "Unknown";
        return pod.Text("status", "phase") is "Failed" or "Succeeded" ? reason : "Terminating";
    }

    private static string? InitStatus(JsonElement pod)
    {
        var sidecars = SidecarNames(pod);
        var total = pod.Items("spec", "initContainers").Count();
        var index = -1;
        foreach (var status in pod.Items("status", "initContainerStatuses"))
        {
            index++;
            var terminated = status.At("state", "terminated");
            if (terminated.ValueKind is JsonValueKind.Object && terminated.Count("exitCode") == 0) continue;
            if (sidecars.Contains(status.Text("name")) && status.Text("started") == "true") continue;
            if (terminated.ValueKind is JsonValueKind.Object)
            {
                if (terminated.Text("reason") is { Length: > 0 } why) return $"Init:{why}";
                return terminated.Count("signal") != 0 ? $"Init:Signal:{terminated.Count("signal")}" : $"Init:ExitCode:{terminated.Count("exitCode")}";
            }
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting && waiting != "PodInitializing") return $"Init:{waiting}";
            return $"Init:{index}/{total}";
        }
        return null;
    }

    private static string ContainerStatus(JsonElement pod, string reason)
    {
        var hasRunning = false;
        foreach (var status in pod.Items("status", "containerStatuses").Reverse())
        {
            var terminated = status.At("state", "terminated");
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting) reason = waiting;
            else if (terminated.Text("reason") is { Length: > 0 } why) reason = why;
            else if (terminated.ValueKind is JsonValueKind.Object) reason = terminated.Count("signal") != 0 ? $"Signal:{terminated.Count("signal")}" : $"ExitCode:{terminated.Count("exitCode")}";
            else if (status.Text("ready") == "true" && IsRunning(status)) hasRunning = true;
        }
        if (reason != "Completed" || !hasRunning) return reason;
        return pod.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True") ? "Running" : "NotReady";
    }

    private static bool IsRunning(JsonElement status) => status.At("state", "running").ValueKind is JsonValueKind.Object;

    private static string Restarts(JsonElement pod, DateTimeOffset now)
    {
        var sidecars = SidecarNames(pod);
        var statuses = pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses").Where(status => sidecars.Contains(status.Text("name")) || !IsInitialized(pod))).ToList();
        var restarts = statuses.Sum(status => status.Count("restartCount"));
        var last = statuses.Select(status => status.Text("lastState", "terminated", "finishedAt")).OfType<string>().Select(DateTimeOffset.Parse).DefaultIfEmpty().Max();
        return restarts == 0 || last == default ? restarts.ToString() : $"{restarts} ({HumanDuration.Format(now - last)} ago)";
    }

    private static bool IsInitialized(JsonElement pod) => pod.Items("status", "conditions").Any(condition => condition.Text("type") == "Initialized" && condition.Text("status") == "True");

    private static string ReadinessGates(JsonElement pod)
    {
        var gates = pod.Items("spec", "readinessGates").Select(gate => gate.Text("conditionType")).ToList();
        if (gates.Count == 0) return "<none>";
        var met = gates.Count(gate => pod.Items("status", "conditions").Any(condition => condition.Text("type") == gate && condition.Text("status") == "True"));
        return $"{met}/{gates.Count}";
    }
}
