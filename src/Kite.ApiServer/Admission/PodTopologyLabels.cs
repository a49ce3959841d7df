using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission;

/// <summary>Gives a pod the zone and region of the node that it is put on, as labels.</summary>
internal sealed class PodTopologyLabels(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Nodes = new("", "v1", "nodes", "Node", false);
    private static readonly string[] Copied = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

    /// <inheritdoc/>
    public string Name => "PodTopologyLabels";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is { Operation: AdmissionOperation.Create, Resource: { Group: "", Plural: "pods" }, Object: { } value })
        {
            if (request.Subresource == "binding" && (value.Object("target").Text("kind") is "" or "Node")) Copy(value.Object("target").Text("name"), value);
            else if (request.Subresource.Length == 0) Copy(value.Object("spec").Text("nodeName"), value);
        }
        return ValueTask.CompletedTask;
    }

    private void Copy(string node, JsonObject value)
    {
        // A node that isn't there is for others to refuse.
        if (node.Length == 0 || caches.For(Nodes).Get(new ObjectKey("", node)) is not { } found) return;
        foreach (var label in Copied)
        {
            if (found.Labels.TryGetValue(label, out var text)) value.Metadata().ObjectOrNew("labels")[label] = text;
        }
    }
}
