using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Probes;
using Kite.Agent.Volumes;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet;

/// <summary>What every pod's worker is made with.</summary>
internal sealed record KubeletParts(Prober Prober, PodVolumes Volumes, PodAdmissions Admissions, PodResizes Resizes, KubeletEvents Events, TimeProvider Clock, ILoggerFactory Loggers)
{
    /// <summary>What is counted and timed.</summary>
    public required KubeletMeters Meters { get; init; }
}
