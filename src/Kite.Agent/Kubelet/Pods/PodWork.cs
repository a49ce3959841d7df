using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>What the kubelet remembers of one pod while it has it. Only the pod's own worker touches it.</summary>
internal sealed class PodWork(Pod pod, RestartBackOff backOff, PodProbes probes, PodStatusWriter status, PodResize resize, DateTimeOffset startTime)
{
    /// <summary>Which pod.</summary>
    public PodIdentity Identity { get; } = PodRules.IdentityOf(pod);

    /// <summary>The pod as the API last had it, with all that it asks for.</summary>
    public Pod Desired { get; private set; } = pod;

    /// <summary>The pod as it is to run: as the API last had it, with the amounts that it was granted.</summary>
    public Pod Pod { get; private set; } = resize.Granted(pod);

    /// <summary>The pod with what it was granted by now, for others than its worker.</summary>
    public Pod Granted => Resize.Granted(Desired);

    /// <summary>How far its resize is.</summary>
    public PodResize Resize => resize;

    /// <summary>What is counted and timed of it.</summary>
    public required KubeletMeters Meters { get; init; }

    /// <summary>Tells its worker that something about it has changed.</summary>
    public required Action Changed { get; init; }

    /// <summary>True where the API has it no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>True once the pod is being ended; there is no way back.</summary>
    public bool IsTerminating { get; set; }

    /// <summary>True while all of its containers are ended to begin anew.</summary>
    public bool IsRestartingAll { get; set; } = WholeRestart.IsUnderWay(pod);

    /// <summary>When its containers last began anew; what ended before counts no more.</summary>
    public DateTimeOffset Round { get; set; } = WholeRestart.RoundOf(pod);

    /// <summary>True once the node has taken the pod.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>Why the node doesn't take the pod, or null.</summary>
    public PodRejection? Rejection { get; set; }

    /// <summary>Why the kubelet itself ends the pod, or null.</summary>
    public PodEviction? Failure { get; set; }

    /// <summary>Why containers aren't running, by name.</summary>
    public Dictionary<string, WaitingReason> Waiting { get; } = new(StringComparer.Ordinal);

    /// <summary>Termination messages, by container id.</summary>
    public Dictionary<string, string> TerminationMessages { get; } = new(StringComparer.Ordinal);

    /// <summary>Containers whose preStop hook has run, by id.</summary>
    public HashSet<string> PreStopped { get; } = new(StringComparer.Ordinal);

    /// <summary>The last failure to pull, by image.</summary>
    public Dictionary<string, (DateTimeOffset At, string Message)> PullFailures { get; } = new(StringComparer.Ordinal);

    /// <summary>How long the pod has waited for images.</summary>
    public TimeSpan PullTime { get; set; }

    /// <summary>When, by the time that passes, a container that could not be started, or <c>""</c> for the volumes, may be tried again: not every signal is a reason to.</summary>
    public Dictionary<string, TimeSpan> NotBefore { get; } = new(StringComparer.Ordinal);

    /// <summary>How often in a row the volumes could not be made.</summary>
    public int MountFailures { get; set; }

    /// <summary>When the pod's volumes were last made from what they follow; the beginning of time where this kubelet hasn't made them yet.</summary>
    public DateTimeOffset VolumesMadeAt { get; set; }

    /// <summary>Takes the pod as the API has it now.</summary>
    public void Take(Pod latest)
    {
        Desired = latest;
        Pod = Resize.Granted(latest);
    }

    /// <summary>When failed containers and pulls are tried again.</summary>
    public RestartBackOff BackOff => backOff;

    /// <summary>The probes of its running containers.</summary>
    public PodProbes Probes => probes;

    /// <summary>The way of its status to the API.</summary>
    public PodStatusWriter Status => status;

    /// <summary>When the kubelet first saw it.</summary>
    public DateTimeOffset StartTime => startTime;
}
