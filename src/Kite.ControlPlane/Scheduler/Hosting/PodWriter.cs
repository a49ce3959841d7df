using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Snapshots;
using Microsoft.Extensions.Logging;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>Writes what was decided: bindings, conditions, events.</summary>
internal sealed partial class PodWriter(IApiClient client, IEventRecorder events, TimeProvider time, ILogger<PodWriter> logger)
{
    /// <summary>The longest message that an event may have.</summary>
    private const int LongestMessage = 1024;

    private readonly IResourceClient<Pod> pods = client.Resource<Pod>();

    /// <summary>Binds a pod to its node; null on success, else why not.</summary>
    internal async Task<string?> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellationToken)
    {
        var binding = new Binding
        {
            Metadata = new() { Namespace = pod.Key.Namespace, Name = pod.Key.Name, Uid = pod.Uid },
            Target = new() { Kind = "Node", Name = nodeName },
        };
        try
        {
            await pods.PostAsync<Binding, Api.Models.MetaV1.Status>(pod.Key.Namespace, pod.Key.Name, "binding", binding, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.BindingFailed(logger, pod.Key.Namespace, pod.Key.Name, nodeName, e.Message);
            return e.Message;
        }
        events.Record(ObjectReferences.To(pod.Pod), EventTypes.Normal, "Scheduled", $"Successfully assigned {pod.Key.Namespace}/{pod.Key.Name} to {nodeName}");
        return null;
    }

    /// <summary>Says in event and condition why a pod has no node; the condition is written only where it says something new.</summary>
    internal async Task ReportAsync(PodInfo pod, string reason, string message, string? nominatedNodeName, CancellationToken cancellationToken)
    {
        events.Record(ObjectReferences.To(pod.Pod), EventTypes.Warning, "FailedScheduling", message.Length <= LongestMessage ? message : message[..(LongestMessage - 4)] + " ...");
        if (PatchOf(pod.Pod, reason, message, nominatedNodeName) is not { } status) return;
        try
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["status"] = status };
            await pods.PatchAsync(pod.Key.Namespace, pod.Key.Name, Patch.Strategic(patch.ToJsonString()), cancellationToken, "status");
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // Deleted, perhaps made anew: nobody waits for the news.
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ConditionFailed(logger, pod.Key.Namespace, pod.Key.Name, e.Message);
        }
    }

    private JsonObject? PatchOf(Pod pod, string reason, string message, string? nominatedNodeName)
    {
        var status = new JsonObject();
        var old = pod.Status.Conditions.FirstOrDefault(condition => condition.Type == "PodScheduled");
        if (old is not { Status: "False" } || old.Reason != reason || old.Message != message)
        {
            var since = old is { Status: "False", LastTransitionTime: { } last } ? last : time.GetUtcNow();
            status["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = "False",
                ["reason"] = reason,
                ["message"] = message,
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = Timestamps.Format(since),
            });
        }
        if (nominatedNodeName is not null && nominatedNodeName != (pod.Status.NominatedNodeName ?? ""))
            status["nominatedNodeName"] = nominatedNodeName.Length == 0 ? null : nominatedNodeName;
        return status.Count == 0 ? null : status;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Binding {Namespace}/{Name} to {Node} failed: {Error}")]
        public static partial void BindingFailed(ILogger logger, string @namespace, string name, string node, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The condition of {Namespace}/{Name} could not be written: {Error}")]
        public static partial void ConditionFailed(ILogger logger, string @namespace, string name, string error);
    }
}
