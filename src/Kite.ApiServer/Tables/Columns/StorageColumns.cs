using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of volumes and storage classes.</summary>
internal static class StorageColumns
{
    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["persistentvolumes"] =
        [
            Column.ObjectName,
            Column.Text("Capacity", item => item.Text("spec", "capacity", "storage")),
            Column.Text("Access Modes", item => AccessModes(item.At("spec"))),
            Column.Text("Reclaim Policy", item => item.Text("spec", "persistentVolumeReclaimPolicy")),
            Column.Text("Status", item => item.Text("metadata", "deletionTimestamp") is null ? item.Text("status", "phase") : "Terminating"),
            Column.Text("Claim", item => item.Text("spec", "claimRef", "name") is { } claim ? $"{item.Text("spec", "claimRef", "namespace")}/{claim}" : ""),
            Column.Text("StorageClass", item => item.TextOr("", "spec", "storageClassName")),
            Column.Text("VolumeAttributesClass", item => item.TextOr("<unset>", "spec", "volumeAttributesClassName")),
            Column.Text("Reason", item => item.TextOr("", "status", "reason")),
            Column.Age,
            Column.Wide("VolumeMode", item => item.TextOr("<unset>", "spec", "volumeMode")),
        ],
        ["persistentvolumeclaims"] =
        [
            Column.ObjectName,
            Column.Text("Status", item => item.Text("metadata", "deletionTimestamp") is null ? item.Text("status", "phase") : "Terminating"),
            Column.Text("Volume", item => item.TextOr("", "spec", "volumeName")),
            Column.Text("Capacity", item => item.TextOr("", "status", "capacity", "storage")),
            Column.Text("Access Modes", item => AccessModes(item.At("status"))),
            Column.Text("StorageClass", item => item.TextOr("", "spec", "storageClassName")),
            Column.Text("VolumeAttributesClass", item => item.TextOr("<unset>", "spec", "volumeAttributesClassName")),
            Column.Age,
            Column.Wide("VolumeMode", item => item.TextOr("<unset>", "spec", "volumeMode")),
        ],
        ["storageclasses.storage.k8s.io"] =
        [
            Column.ObjectName with
            {
                Value = (item, _) => item.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" ? item.Text("metadata", "name") + " (default)" : item.Text("metadata", "name"),
            },
            Column.Text("Provisioner", item => item.Text("provisioner")),
            Column.Text("ReclaimPolicy", item => item.TextOr("Delete", "reclaimPolicy")),
            Column.Text("VolumeBindingMode", item => item.TextOr("Immediate", "volumeBindingMode")),
            Column.Text("AllowVolumeExpansion", item => item.TextOr("false", "allowVolumeExpansion")),
            Column.Age,
        ],
    };

    private static string AccessModes(JsonElement item) => string.Join(',', item.Items("accessModes").Select(mode => mode.GetString() switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other,
    }));
}
