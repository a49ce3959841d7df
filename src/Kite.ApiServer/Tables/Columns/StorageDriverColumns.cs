namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of storage drivers and what they report.</summary>
internal static class StorageDriverColumns
{
    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["csidrivers.storage.k8s.io"] =
        [
            Column.ObjectName,
            Column.Flag("AttachRequired", item => item.Text("spec", "attachRequired") != "false"),
            Column.Flag("PodInfoOnMount", item => item.Text("spec", "podInfoOnMount") == "true"),
            Column.Flag("StorageCapacity", item => item.Text("spec", "storageCapacity") == "true"),
            Column.Text("TokenRequests", item => Joined(item.Items("spec", "tokenRequests").Select(request => request.Text("audience")))),
            Column.Flag("RequiresRepublish", item => item.Text("spec", "requiresRepublish") == "true"),
            Column.Text("Modes", item => Joined(item.Items("spec", "volumeLifecycleModes").Select(mode => mode.GetString()))),
            Column.Age,
        ],
        ["csinodes.storage.k8s.io"] = [Column.ObjectName, Column.Number("Drivers", item => item.Items("spec", "drivers").Count()), Column.Age],
        ["csistoragecapacities.storage.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("StorageClassName", item => item.Text("storageClassName")),
            Column.Text("Capacity", item => item.TextOr("<unset>", "capacity")),
        ],
        ["volumeattachments.storage.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("Attacher", item => item.Text("spec", "attacher")),
            Column.Text("PV", item => item.TextOr("", "spec", "source", "persistentVolumeName")),
            Column.Text("Node", item => item.Text("spec", "nodeName")),
            Column.Flag("Attached", item => item.Text("status", "attached") == "true"),
            Column.Age,
        ],
        ["volumeattributesclasses.storage.k8s.io"] = [Column.ObjectName, Column.Text("DriverName", item => item.Text("driverName")), Column.Age],
    };

    private static string Joined(IEnumerable<string?> texts)
    {
        var text = string.Join(',', texts);
        return text.Length == 0 ? "<unset>" : text;
    }
}
