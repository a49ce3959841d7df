using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of namespaces, configuration and events.</summary>
internal static class CoreColumns
{
    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["namespaces"] = [Column.ObjectName, Column.Text("Status", item => item.Text("status", "phase")), Column.Age],
        ["configmaps"] = [Column.ObjectName, Column.Number("Data", item => item.Pairs("data").Count() + item.Pairs("binaryData").Count()), Column.Age],
        ["secrets"] = [Column.ObjectName, Column.Text("Type", item => item.Text("type")), Column.Number("Data", item => item.Pairs("data").Count()), Column.Age],
        ["serviceaccounts"] = [Column.ObjectName, Column.Number("Secrets", item => item.Items("secrets").Count()), Column.Age],
        ["limitranges"] = [Column.ObjectName, Column.Created],
        ["events"] = Events("involvedObject"),
        ["events.events.k8s.io"] = Events("regarding"),
    };

    private static Column[] Events(string about) =>
    [
        new("Last Seen", LastSeen),
        Column.Text("Type", item => item.Text("type")),
        Column.Text("Reason", item => item.Text("reason")),
        Column.Text("Object", item => item.Text(about, "kind") is { } kind ? $"{kind.ToLowerInvariant()}/{item.Text(about, "name")}" : item.Text(about, "name")),
        Column.Wide("Subobject", item => item.Text(about, "fieldPath")),
        Column.Wide("Source", item => Source(item)),
        Column.Text("Message", item => (item.Text("message") ?? item.Text("note") ?? "").Trim()),
        new("First Seen", (item, now) => FirstOf(item, now, "firstTimestamp", "deprecatedFirstTimestamp", "eventTime")) { Priority = 1 },
        Column.Wide("Count", item => Math.Max(1, Math.Max(item.Count("series", "count"), Math.Max(item.Count("count"), item.Count("deprecatedCount")))).ToString()),
        Column.ObjectName with { Priority = 1 },
    ];

    private static string LastSeen(JsonElement item, DateTimeOffset now) => item.Text("series", "lastObservedTime") is not null
        ? item.Since(now, "series", "lastObservedTime")
        : FirstOf(item, now, "lastTimestamp", "deprecatedLastTimestamp", "firstTimestamp", "eventTime");

    private static string FirstOf(JsonElement item, DateTimeOffset now, params ReadOnlySpan<string> times)
    {
        foreach (var time in times)
        {
            if (item.Text(time) is not null) return item.Since(now, time);
        }
        return "<unknown>";
    }

    private static string Source(JsonElement item)
    {
        var component = item.Text("source", "component") ?? item.Text("reportingComponent") ?? item.Text("reportingController") ?? "";
        var host = item.Text("source", "host") ?? item.Text("reportingInstance");
        return string.IsNullOrEmpty(host) ? component : $"{component}, {host}";
    }
}
