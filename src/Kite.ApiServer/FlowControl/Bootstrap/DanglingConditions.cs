using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.FlowcontrolV1;
using Kite.ApiServer.Startup;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.FlowControl.Bootstrap;

/// <summary>Says of every flow schema whether its priority level exists, in the condition <c>Dangling</c>.</summary>
internal sealed class DanglingConditions(IResourceCaches caches, ServerClient server, TimeProvider time)
{
    private const string Manager = "api-priority-and-fairness-config-consumer-v1";

    /// <summary>Writes the conditions that aren't right.</summary>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        var levels = caches.For(PriorityLevelConfiguration.Resource);
        foreach (var entry in caches.For(FlowSchema.Resource).List())
        {
            var schema = entry.Read<FlowSchema>();
            var level = schema.Spec.PriorityLevelConfiguration.Name;
            var wanted = Condition(level, levels.Get(new ObjectKey("", level)) is not null);
            var found = schema.Status.Conditions.FirstOrDefault(condition => condition.Type == "Dangling");
            if (found is not null && found.Status == wanted.Status && found.Reason == wanted.Reason && found.Message == wanted.Message) continue;
            await WriteAsync(schema, wanted, found, cancellationToken);
        }
    }

    private static (string Status, string Reason, string Message) Condition(string level, bool exists) => exists
        ? ("False", "Found", $"This FlowSchema references the PriorityLevelConfiguration object named \"{level}\" and it exists")
        : ("True", "NotFound", $"This FlowSchema references the PriorityLevelConfiguration object named \"{level}\" but there is no such object");

    private async Task WriteAsync(FlowSchema schema, (string Status, string Reason, string Message) wanted, FlowSchemaCondition? found, CancellationToken cancellationToken)
    {
        var since = found is not null && found.Status == wanted.Status && found.LastTransitionTime is { } known ? known : time.GetUtcNow();
        var applied = new JsonObject
        {
            ["apiVersion"] = FlowSchema.Resource.ApiVersion,
            ["kind"] = FlowSchema.Resource.Kind,
            ["metadata"] = new JsonObject { ["name"] = schema.Metadata.Name },
            ["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Dangling",
                    ["status"] = wanted.Status,
                    ["lastTransitionTime"] = Timestamps.Format(since),
                    ["reason"] = wanted.Reason,
                    ["message"] = wanted.Message,
                }),
            },
        };
        var patch = new Patch("application/apply-patch+yaml", JsonCodec.ToUtf8(applied)) { FieldManager = Manager, Force = true };
        try
        {
            await server.Client.Resource<FlowSchema>().PatchAsync(null, schema.Metadata.Name, patch, cancellationToken, "status");
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // It is gone, or another change comes along.
        }
    }
}
