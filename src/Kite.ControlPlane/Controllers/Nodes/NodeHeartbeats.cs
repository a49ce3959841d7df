using System.Collections.Concurrent;
using Kite.Api.Clocks;
using Kite.Api.Models.CoordinationV1;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>Remembers, by the time that passes in this process, when each node was last seen alive: a node's clock may be wrong, and this one's may jump.</summary>
internal sealed class NodeHeartbeats(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Heartbeat> byNode = new(StringComparer.Ordinal);

    /// <summary>Takes notice of a node and its lease; returns when it last gave a sign of life.</summary>
    internal TimeSpan Observe(Node node, Lease? lease)
    {
        var beat = node.Condition("Ready")?.LastHeartbeatTime;
        var renewal = lease?.Spec.RenewTime;
        return byNode.AddOrUpdate(
            node.Metadata.Name,
            _ => new Heartbeat(beat, renewal, time.Uptime()),
            (_, known) => known.Beat == beat && known.Renewal == renewal ? known : new Heartbeat(beat, renewal, time.Uptime())).Seen;
    }

    /// <summary>The node is gone.</summary>
    internal void Forget(string node) => byNode.TryRemove(node, out _);

    private sealed record Heartbeat(DateTimeOffset? Beat, DateTimeOffset? Renewal, TimeSpan Seen);
}
