using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of what few look at: priorities of requests, addresses, devices.</summary>
internal static class ClusterColumns
{
    private static readonly string[] OwnerFields = ["group", "resource", "namespace", "name"];

    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["flowschemas.flowcontrol.apiserver.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("PriorityLevel", item => item.Text("spec", "priorityLevelConfiguration", "name")),
            Column.Number("MatchingPrecedence", item => item.Count("spec", "matchingPrecedence")),
            Column.Text("DistinguisherMethod", item => item.TextOr("<none>", "spec", "distinguisherMethod", "type")),
            Column.Age,
            Column.Text("MissingPL", item => item.Items("status", "conditions").Where(condition => condition.Text("type") == "Dangling").Select(condition => condition.Text("status")).FirstOrDefault("?")),
        ],
        ["prioritylevelconfigurations.flowcontrol.apiserver.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("Type", item => item.Text("spec", "type")),
            Column.Text("NominalConcurrencyShares", item => Shares(item)),
            Column.Text("Queues", item => Queuing(item, "queues")),
            Column.Text("HandSize", item => Queuing(item, "handSize")),
            Column.Text("QueueLengthLimit", item => Queuing(item, "queueLengthLimit")),
            Column.Age,
        ],
        ["servicecidrs.networking.k8s.io"] = [Column.ObjectName, Column.Text("CIDRs", item => string.Join(',', item.Items("spec", "cidrs").Select(cidr => cidr.GetString()))), Column.Age],
        ["ipaddresses.networking.k8s.io"] = [Column.ObjectName, Column.Text("ParentRef", ParentRef), Column.Age],
        ["deviceclasses.resource.k8s.io"] = [Column.ObjectName, Column.Age],
        ["resourceclaims.resource.k8s.io"] = [Column.ObjectName, Column.Text("State", ClaimState), Column.Age],
        ["resourceclaimtemplates.resource.k8s.io"] = [Column.ObjectName, Column.Age],
        ["resourceslices.resource.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("Node", item => item.TextOr(item.Text("spec", "allNodes") == "true" ? "<all>" : item.At("spec", "nodeSelector").ValueKind is JsonValueKind.Object ? "<some>" : "", "spec", "nodeName")),
            Column.Text("Driver", item => item.Text("spec", "driver")),
            Column.Text("Pool", item => item.Text("spec", "pool", "name")),
            Column.Age,
        ],
        ["componentstatuses"] =
        [
            Column.ObjectName,
            Column.Text("Status", item => Healthy(item).Text("status") switch { "True" => "Healthy", "False" => "Unhealthy", _ => "Unknown" }),
            Column.Text("Message", item => Healthy(item).Text("message")),
            Column.Text("Error", item => Healthy(item).Text("error")),
        ],
    };

    private static string Shares(JsonElement item) =>
        item.Text("spec", "limited", "nominalConcurrencyShares") ?? item.TextOr("<none>", "spec", "exempt", "nominalConcurrencyShares");

    private static string Queuing(JsonElement item, string field) => item.TextOr("<none>", "spec", "limited", "limitResponse", "queuing", field);

    private static string ParentRef(JsonElement item)
    {
        var parts = OwnerFields.Select(field => item.Text("spec", "parentRef", field)).ToArray();
        var resource = string.IsNullOrEmpty(parts[0]) ? parts[1] : $"{parts[1]}.{parts[0]}";
        return string.IsNullOrEmpty(parts[2]) ? $"{resource}/{parts[3]}" : $"{resource}/{parts[2]}/{parts[3]}";
    }

    private static string ClaimState(JsonElement item)
    {
        var states = new List<string>();
        if (item.Text("metadata", "deletionTimestamp") is not null) states.Add("deleted");
        if (item.At("status", "allocation").ValueKind is not JsonValueKind.Object) states.Add("pending");
        else states.Add("allocated");
        if (item.Items("status", "reservedFor").Any()) states.Add("reserved");
        return string.Join(',', states);
    }

    private static JsonElement Healthy(JsonElement item) => item.Items("conditions").FirstOrDefault(condition => condition.Text("type") == "Healthy");
}
