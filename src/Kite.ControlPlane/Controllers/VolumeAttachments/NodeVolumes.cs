using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.VolumeAttachments;

/// <summary>What a node says about its volumes, and is told.</summary>
internal static class NodeVolumes
{
    /// <summary>The name of a volume in a node's status.</summary>
    internal static string NameOf(CSIPersistentVolumeSource volume) => $"kubernetes.io/csi/{volume.Driver}^{volume.VolumeHandle}";

    /// <summary>True where nothing has changed between two states of a node that matters to its volumes.</summary>
    internal static bool IsSame(Node before, Node now) => before.Status.VolumesInUse.SequenceEqual(now.Status.VolumesInUse)
        && before.Status.VolumesAttached.SequenceEqual(now.Status.VolumesAttached) && IsReady(before) == IsReady(now) && IsOutOfService(before) == IsOutOfService(now);

    /// <summary>True where the node's kubelet answers.</summary>
    internal static bool IsReady(Node node) => node.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" });

    /// <summary>True where an administrator says that the node is down for good.</summary>
    internal static bool IsOutOfService(Node node) => node.Spec.Taints.Any(taint => taint.Key == "node.kubernetes.io/out-of-service");

    /// <summary>The patch of a node's status that names these volumes as attached; null where it does already.</summary>
    internal static Patch? Patch(Node node, IReadOnlyList<string> attached)
    {
        if (node.Status.VolumesAttached.Select(volume => volume.Name).SequenceEqual(attached)) return null;
        var list = new JsonArray();
        foreach (var name in attached) list.Add((JsonNode)new JsonObject { ["name"] = name, ["devicePath"] = "" });
        return Kite.Api.Client.Patch.Strategic(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = node.Metadata.Uid }, ["status"] = new JsonObject { ["volumesAttached"] = list } }.ToJsonString());
    }
}
