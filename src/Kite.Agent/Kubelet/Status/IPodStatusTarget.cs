using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Where a pod's status is told: the pod's own object in the API, or the mirror of a static pod.</summary>
internal interface IPodStatusTarget
{
    /// <summary>The pod with its newest known status: the one given or one that is known here.</summary>
    Pod Latest(Pod pod);

    /// <summary>Notes a status that is about to be written.</summary>
    void Decide(PodStatus status);

    /// <summary>Writes a status; nothing where it is there already.</summary>
    Task WriteAsync(Pod pod, PodStatus status, CancellationToken cancellationToken);
}
