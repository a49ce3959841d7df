using System.Net;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>All that a pod's status is computed from, beside the pod itself.</summary>
internal sealed record PodObservation
{
    /// <summary>What the engine holds, with what it has lost.</summary>
    public required PodContainers Containers { get; init; }

    /// <summary>What the probes say.</summary>
    public required IProbeResults Probes { get; init; }

    /// <summary>Why containers wait, by name.</summary>
    public required IReadOnlyDictionary<string, WaitingReason> Waiting { get; init; }

    /// <summary>Termination messages, by container id.</summary>
    public required IReadOnlyDictionary<string, string> TerminationMessages { get; init; }

    /// <summary>Where an image came from, by its id: the name with digest, or null.</summary>
    public required Func<string, string?> ImageDigest { get; init; }

    /// <summary>The engine's settings for what a container's spec asks for.</summary>
    public required Func<Container, ContainerResources> ResourcesOf { get; init; }

    /// <summary>The scheme of container ids.</summary>
    public required string Scheme { get; init; }

    /// <summary>The scheme of images' ids; empty where they have none.</summary>
    public required string ImageScheme { get; init; }

    /// <summary>The node's addresses.</summary>
    public required IReadOnlyList<IPAddress> HostAddresses { get; init; }

    /// <summary>When the kubelet first saw the pod.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Why the node didn't take the pod, or null.</summary>
    public PodRejection? Rejection { get; init; }

    /// <summary>Why the kubelet ends the pod (<c>DeadlineExceeded</c>, <c>Evicted</c>), or null.</summary>
    public PodEviction? Failure { get; init; }

    /// <summary>True while all containers are ended to begin anew.</summary>
    public bool IsRestartingAll { get; init; }

    /// <summary>When the containers last began anew.</summary>
    public DateTimeOffset Round { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The conditions of a resize that isn't done.</summary>
    public IReadOnlyList<PodCondition> Resize { get; init; } = [];

    /// <summary>What the pod has as a whole; null where it names nothing.</summary>
    public ResourceRequirements? WholeResources { get; init; }

    /// <summary>True while the pod is being ended: what never ran won't run any more.</summary>
    public bool IsTerminating { get; init; }
}
