using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of nodes and what belongs to them.</summary>
internal static class NodeColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["nodes"] =
        [
            Column.ObjectName,
            Column.Text("Status", Status),
            Column.Text("Roles", Roles),
            Column.Age,
            Column.Text("Version", item => item.Text("status", "nodeInfo", "kubeletVersion")),
            Column.Wide("Internal-IP", item => Address(item, "InternalIP")),
            Column.Wide("External-IP", item => Address(item, "ExternalIP")),
            Column.Wide("OS-Image", item => item.TextOr("<unknown>", "status", "nodeInfo", "osImage")),
            Column.Wide("Kernel-Version", item => item.TextOr("<unknown>", "status", "nodeInfo", "kernelVersion")),
            Column.Wide("Container-Runtime", item => item.TextOr("<unknown>", "status", "nodeInfo", "containerRuntimeVersion")),
        ],
        ["leases.coordination.k8s.io"] = [Column.ObjectName, Column.Text("Holder", item => item.Text("spec", "holderIdentity")), Column.Age],
        ["runtimeclasses.node.k8s.io"] = [Column.ObjectName, Column.Text("Handler", item => item.Text("handler")), Column.Age],
    };

    private static string Status(JsonElement node)
    {
        var ready = node.Items("status", "conditions").Where(condition => condition.Text("type") == "Ready").Select(condition => condition.Text("status")).FirstOrDefault();
        var status = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return node.Text("spec", "unschedulable") == "true" ? $"{status},SchedulingDisabled" : status;
    }

    private static string Roles(JsonElement node)
    {
        var roles = node.Pairs("metadata", "labels")
            .Select(label => label.Name.StartsWith(RolePrefix, StringComparison.Ordinal) ? label.Name[RolePrefix.Length..] : label.Name == "kubernetes.io/role" ? label.Value.GetString()! : "")
            .Where(role => role.Length > 0).Distinct().Order(StringComparer.Ordinal);
        var text = string.Join(',', roles);
        return text.Length == 0 ? "<none>" : text;
    }

    private static string Address(JsonElement node, string type) =>
        node.Items("status", "addresses").Where(address => address.Text("type") == type).Select(address => address.Text("address")).FirstOrDefault() ?? "<none>";
}
