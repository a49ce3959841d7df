using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of pods and of the kinds that own them.</summary>
internal static class WorkloadColumns
{
    private static readonly Column Containers = Column.Wide("Containers", item => Joined(item, "name"));
    private static readonly Column Images = Column.Wide("Images", item => Joined(item, "image"));
    private static readonly Column Selector = Column.Wide("Selector", item => item.At("spec", "selector").Selector());

    private static readonly string[] JobStates = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];

    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["pods"] = PodColumns.All,
        ["deployments.apps"] =
        [
            Column.ObjectName,
            Column.Text("Ready", item => $"{item.Count("status", "readyReplicas")}/{item.Count("spec", "replicas")}"),
            Column.Text("Up-to-date", item => item.Count("status", "updatedReplicas").ToString()) with { Type = "string" },
            Column.Text("Available", item => item.Count("status", "availableReplicas").ToString()) with { Type = "string" },
            Column.Age, Containers, Images, Selector,
        ],
        ["replicasets.apps"] = Replicas(),
        ["replicationcontrollers"] = Replicas(),
        ["statefulsets.apps"] =
        [
            Column.ObjectName,
            Column.Text("Ready", item => $"{item.Count("status", "readyReplicas")}/{item.Count("spec", "replicas")}"),
            Column.Age, Containers, Images,
        ],
        ["daemonsets.apps"] =
        [
            Column.ObjectName,
            Column.Number("Desired", item => item.Count("status", "desiredNumberScheduled")),
            Column.Number("Current", item => item.Count("status", "currentNumberScheduled")),
            Column.Number("Ready", item => item.Count("status", "numberReady")),
            Column.Number("Up-to-date", item => item.Count("status", "updatedNumberScheduled")),
            Column.Number("Available", item => item.Count("status", "numberAvailable")),
            Column.Text("Node Selector", item => item.At("spec", "template", "spec", "nodeSelector").Selector()),
            Column.Age, Containers, Images, Selector,
        ],
        ["jobs.batch"] =
        [
            Column.ObjectName,
            Column.Text("Status", JobStatus),
            Column.Text("Completions", Completions),
            new("Duration", JobDuration),
            Column.Age, Containers, Images, Selector,
        ],
        ["cronjobs.batch"] =
        [
            Column.ObjectName,
            Column.Text("Schedule", item => item.Text("spec", "schedule")),
            Column.Text("Timezone", item => item.TextOr("<none>", "spec", "timeZone")),
            Column.Text("Suspend", item => item.Text("spec", "suspend") is "true" ? "True" : "False"),
            Column.Number("Active", item => item.Items("status", "active").Count()),
            new("Last Schedule", (item, now) => item.Text("status", "lastScheduleTime") is null ? "<none>" : item.Since(now, "status", "lastScheduleTime")),
            Column.Age, Containers, Images,
            Column.Wide("Selector", item => item.At("spec", "jobTemplate", "spec", "selector").Selector()),
        ],
        ["horizontalpodautoscalers.autoscaling"] = AutoscalerColumns.All,
        ["podtemplates"] =
        [
            Column.ObjectName,
            Column.Text("Containers", item => Joined(item, "name")),
            Column.Text("Images", item => Joined(item, "image")),
            Column.Text("Pod Labels", item => item.At("template", "metadata", "labels").Selector()),
        ],
        ["controllerrevisions.apps"] =
        [
            Column.ObjectName,
            Column.Text("Controller", item => item.Items("metadata", "ownerReferences").Select(owner => $"{owner.Text("kind")!.ToLowerInvariant()}.{owner.Text("apiVersion")!.Split('/')[0]}/{owner.Text("name")}").FirstOrDefault("<none>")),
            Column.Number("Revision", item => item.Count("revision")),
            Column.Age,
        ],
    };

    private static Column[] Replicas() =>
    [
        Column.ObjectName,
        Column.Number("Desired", item => item.Count("spec", "replicas")),
        Column.Number("Current", item => item.Count("status", "replicas")),
        Column.Number("Ready", item => item.Count("status", "readyReplicas")),
        Column.Age, Containers, Images, Selector,
    ];

    private static string Joined(JsonElement item, string property)
    {
        var template = item.At("spec", "jobTemplate", "spec", "template");
        if (template.ValueKind is JsonValueKind.Undefined) template = item.At("spec", "template");
        if (template.ValueKind is JsonValueKind.Undefined) template = item.At("template");
        return string.Join(',', template.Items("spec", "containers").Select(container => container.Text(property)));
    }

    private static string JobStatus(JsonElement item)
    {
        var conditions = item.Items("status", "conditions").Where(condition => condition.Text("status") == "True").Select(condition => condition.Text("type")).ToHashSet();
        if (conditions.Contains("Complete")) return "Complete";
        if (conditions.Contains("Failed")) return "Failed";
        if (item.Text("metadata", "deletionTimestamp") is not null) return "Terminating";
        return JobStates.FirstOrDefault(conditions.Contains) ?? "Running";
    }

    private static string Completions(JsonElement item) => item.Text("spec", "completions") is { } wanted
        ? $"{item.Count("status", "succeeded")}/{wanted}"
        : $"{item.Count("status", "succeeded")}/1{(item.Count("spec", "parallelism") > 1 ? $" of {item.Count("spec", "parallelism")}" : "")}";

    private static string JobDuration(JsonElement item, DateTimeOffset now)
    {
        if (!item.At("status").ValueKind.Equals(JsonValueKind.Object) || item.Text("status", "startTime") is not { } start) return "";
        var end = item.Text("status", "completionTime") is { } completed ? DateTimeOffset.Parse(completed) : now;
        return HumanDuration.Format(end - DateTimeOffset.Parse(start));
    }
}
