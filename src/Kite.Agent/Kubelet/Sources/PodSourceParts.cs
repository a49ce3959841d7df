using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Kite.Agent.Volumes;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Sources;

/// <summary>What the sources of pods need of the rest of the node.</summary>
internal sealed record PodSourceParts(RuntimeCache Cache, IRuntimeHealth Health, PodLifecycle Lifecycle, PodVolumes Volumes, IPodNetwork Network, TimeProvider Clock, ILogger<PodSources> Logger)
{
    /// <summary>Tells of a clock that was set.</summary>
    public required ClockJumps Jumps { get; init; }
}
