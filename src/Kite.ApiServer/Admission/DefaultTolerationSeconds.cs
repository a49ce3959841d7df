using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission;

/// <summary>A pod that says nothing of it leaves a node that is not ready or unreachable after five minutes.</summary>
internal sealed class DefaultTolerationSeconds : IAdmissionPlugin
{
    private const long Seconds = 300;
    private static readonly string[] Keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    /// <inheritdoc/>
    public string Name => "DefaultTolerationSeconds";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "", Plural: "pods" }, Object: { } pod }) return ValueTask.CompletedTask;
        var spec = pod.ObjectOrNew("spec");
        foreach (var key in Keys)
        {
            if (spec.Objects("tolerations").Any(toleration => Tolerates(toleration, key))) continue;
            if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
            tolerations.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = Seconds });
        }
        return ValueTask.CompletedTask;
    }

    private static bool Tolerates(JsonObject toleration, string key) =>
        (toleration.Text("key") == key || toleration.Text("key").Length == 0) && (toleration.Text("effect") is "NoExecute" or "");
}
