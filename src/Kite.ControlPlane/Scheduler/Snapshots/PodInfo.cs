using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>A pod with what scheduling asks about it, worked out once.</summary>
internal sealed class PodInfo
{
    internal PodInfo(Pod pod)
    {
        Pod = pod;
        Key = ObjectKey.Of(pod);
        Priority = pod.Spec.Priority ?? 0;
        Requests = PodRequests.Exact(pod);
        AssumedRequests = PodRequests.Assumed(pod);
        HostPorts = HostPort.Of(pod.Spec);
        Affinity = PodAffinityTerms.Of(pod);
    }

    /// <summary>The pod.</summary>
    internal Pod Pod { get; }

    /// <summary>Namespace and name.</summary>
    internal ObjectKey Key { get; }

    /// <summary>The UID.</summary>
    internal string Uid => Pod.Metadata.Uid;

    /// <summary>The labels.</summary>
    internal IReadOnlyDictionary<string, string> Labels => Pod.Metadata.Labels;

    /// <summary>The priority; 0 where none is given.</summary>
    internal int Priority { get; }

    /// <summary>What it asks for.</summary>
    internal ResourceAmounts Requests { get; }

    /// <summary>What scoring takes it to ask for.</summary>
    internal ResourceAmounts AssumedRequests { get; }

    /// <summary>The node's ports that it takes.</summary>
    internal IReadOnlyList<HostPort> HostPorts { get; }

    /// <summary>Its affinity to other pods; null where it has none.</summary>
    internal PodAffinityTerms? Affinity { get; }

    /// <summary>The node it is on, or empty.</summary>
    internal string NodeName => Pod.Spec.NodeName ?? "";

    /// <summary>True while it is being deleted.</summary>
    internal bool IsTerminating => Pod.Metadata.DeletionTimestamp is not null;
}
