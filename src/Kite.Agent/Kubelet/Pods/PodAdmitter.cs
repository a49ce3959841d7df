using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Gives a pod its place on the node, and what it asks for while it has it.</summary>
internal sealed class PodAdmitter(PodAdmissions admissions, PodResizes resizes, RuntimeCache cache, KubeletEvents events)
{
    /// <summary>True where the pod has its place.</summary>
    public async Task<bool> AdmitAsync(PodWork work, CancellationToken cancellationToken)
    {
        if (work.Failure is not null || PodRules.IsFinished(work.Pod)) return true;
        if (work.Rejection is not null) return false;
        if (!work.IsAdmitted)
        {
            var isRunning = work.Pod.Status.StartTime is not null || cache.Pod(work.Identity.Uid).All.Count > 0;
            work.Rejection = await admissions.AdmitAsync(() => work.Granted, isRunning, cancellationToken);
            work.IsAdmitted = work.Rejection is null;
            if (work.Rejection is { } rejection) events.Record(ObjectReferences.To(work.Pod), EventTypes.Warning, rejection.Reason, rejection.Message);
        }
        return work.IsAdmitted;
    }

    /// <summary>Grants a pod that has its place what it asks for now, or notes why it doesn't get it.</summary>
    public async Task ResizeAsync(PodWork work, CancellationToken cancellationToken)
    {
        await resizes.RequestAsync(new PendingResize(() => work.Desired, work.Resize, work.Changed), cancellationToken);
        work.Take(work.Desired);
    }

    /// <summary>Offers to others what a pod has given back that has ended.</summary>
    public Task FreedAsync(CancellationToken cancellationToken) => resizes.RetryAsync(cancellationToken);
}
