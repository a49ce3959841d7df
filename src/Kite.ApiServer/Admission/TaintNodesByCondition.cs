using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission;

/// <summary>A new node takes no pods until the node controller has seen it ready.</summary>
internal sealed class TaintNodesByCondition : IAdmissionPlugin
{
    private const string NotReady = "node.kubernetes.io/not-ready";

    /// <inheritdoc/>
    public string Name => "TaintNodesByCondition";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "", Plural: "nodes" }, Object: { } node }) return ValueTask.CompletedTask;
        var spec = node.ObjectOrNew("spec");
        if (spec["taints"] is not JsonArray taints) spec["taints"] = taints = [];
        if (!taints.OfType<JsonObject>().Any(taint => taint.Text("key") == NotReady)) taints.Add((JsonNode)new JsonObject { ["key"] = NotReady, ["effect"] = "NoSchedule" });
        return ValueTask.CompletedTask;
    }
}
