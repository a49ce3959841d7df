using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>How far one pod's resize is: what it was granted, what it still waits for, and what is being carried out. Safe for use by many threads.</summary>
internal sealed class PodResize
{
    /// <summary>The condition of a pod that waits for what it asks for.</summary>
    public const string Pending = "PodResizePending";

    /// <summary>The condition of a pod that doesn't have yet what it was granted.</summary>
    public const string InProgress = "PodResizeInProgress";

    private readonly Lock gate = new();
    private PodAllocation? allocation;
    private PodAllocation? decided;
    private PodCondition? pending;
    private PodCondition? progress;
    private ResourceRequirements? wholeBefore;

    /// <summary>Begins with what is known from before.</summary>
    /// <param name="pod">The pod, with the conditions that it was reported with.</param>
    /// <param name="recorded">The pod as the node has recorded it, with what it was granted; null for a new one.</param>
    public PodResize(Pod pod, Pod? recorded)
    {
        allocation = recorded is null ? null : PodAllocation.Of(recorded);
        pending = pod.Status.Conditions.FirstOrDefault(condition => condition.Type == Pending);
        progress = pod.Status.Conditions.FirstOrDefault(condition => condition.Type == InProgress);
        wholeBefore = pod.Status.Resources;
    }

    /// <summary>True for a condition that only says how far a resize is.</summary>
    public static bool IsCondition(PodCondition condition) => condition.Type is Pending or InProgress;

    /// <summary>What the pod's status says of it.</summary>
    public IReadOnlyList<PodCondition> Conditions
    {
        get
        {
            lock (gate) return [.. pending is null ? [] : new[] { pending }, .. progress is null ? [] : new[] { progress }];
        }
    }

    /// <summary>Since when it waits, as far as that was reported.</summary>
    public DateTimeOffset? PendingSince
    {
        get
        {
            lock (gate) return pending?.LastTransitionTime;
        }
    }

    /// <summary>True while what was granted isn't carried out.</summary>
    public bool IsInProgress
    {
        get
        {
            lock (gate) return progress is not null;
        }
    }

    /// <summary>The pod as it is to run.</summary>
    public Pod Granted(Pod pod)
    {
        lock (gate) return allocation?.ApplyTo(pod) ?? pod;
    }

    /// <summary>What a pod has as a whole: what it was granted, once that is carried out.</summary>
    public ResourceRequirements? WholeOf(Pod granted)
    {
        lock (gate) return progress is null || granted.Spec.Resources is null ? granted.Spec.Resources : wholeBefore ?? granted.Spec.Resources;
    }

    /// <summary>True where the pod has been granted what it asks for; a pod that was granted nothing yet gets it all.</summary>
    public bool Settles(Pod pod)
    {
        lock (gate)
        {
            allocation ??= PodAllocation.Of(pod);
            if (!allocation.Covers(pod)) return false;
            pending = null;
            decided = null;
            return true;
        }
    }

    /// <summary>True where it was refused or put off before that the pod gets what it asks for.</summary>
    public bool IsDecided(Pod pod)
    {
        lock (gate) return decided?.Covers(pod) is true;
    }

    /// <summary>Grants the pod what it asks for, and begins to carry it out.</summary>
    public void Grant(Pod pod)
    {
        lock (gate)
        {
            if (progress is null) wholeBefore = allocation?.Whole;
            allocation = PodAllocation.Of(pod);
            decided = null;
            pending = null;
            progress = new PodCondition { Type = InProgress, Status = "True", ObservedGeneration = pod.Metadata.Generation };
        }
    }

    /// <summary>Notes why the pod doesn't get what it asks for now; true where that is news.</summary>
    public bool Refuse(Pod pod, string reason, string message, DateTimeOffset now)
    {
        lock (gate)
        {
            decided = PodAllocation.Of(pod);
            var before = pending;
            pending = new PodCondition
            {
                Type = Pending,
                Status = "True",
                Reason = reason,
                Message = message,
                ObservedGeneration = pod.Metadata.Generation,
                LastTransitionTime = before?.LastTransitionTime ?? now,
            };
            return before is null || before.Reason != reason || before.Message != message || before.ObservedGeneration != pending.ObservedGeneration;
        }
    }

    /// <summary>Notes why what was granted can't be carried out now; true where that is news.</summary>
    public bool Fail(string message, long? generation)
    {
        lock (gate)
        {
            var before = progress;
            progress = new PodCondition { Type = InProgress, Status = "True", Reason = "Error", Message = message, ObservedGeneration = before?.ObservedGeneration ?? generation };
            return before?.Message != message;
        }
    }

    /// <summary>Notes that the pod has what it was granted, and gives the generation that asked for it; null where nothing was in progress.</summary>
    public PodCondition? End()
    {
        lock (gate)
        {
            var ended = progress;
            progress = null;
            return ended;
        }
    }
}
