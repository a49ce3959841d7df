using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Record;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Status;
using Kite.Api.Client.Events;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>Grants pods the amounts that they ask for, as far as there is room; those that have to wait are asked again when others leave or shrink, the most important first.</summary>
internal sealed class PodResizes(PodAdmissions admissions, ResizeAdmission admission, PodRecord record, KubeletEvents events)
{
    private readonly Dictionary<string, PendingResize> pending = new(StringComparer.Ordinal);
    private volatile int count;

    /// <summary>Decides on what a pod asks for, where that has not been decided yet.</summary>
    public async Task RequestAsync(PendingResize request, CancellationToken cancellationToken)
    {
        var pod = request.Pod();
        if (request.Resize.Settles(pod))
        {
            await ForgetAsync(pod.Metadata.Uid, cancellationToken);
            return;
        }
        if (request.Resize.IsDecided(pod)) return;
        await admissions.InTurnAsync(
            () =>
            {
                pending[pod.Metadata.Uid] = request;
                Decide();
            },
            cancellationToken);
    }

    /// <summary>Asks again for those that wait: there may be more room now.</summary>
    public Task RetryAsync(CancellationToken cancellationToken) => count == 0 ? Task.CompletedTask : admissions.InTurnAsync(Decide, cancellationToken);

    /// <summary>Forgets a pod that asks for nothing more.</summary>
    public Task ForgetAsync(string uid, CancellationToken cancellationToken) => count == 0 ? Task.CompletedTask : admissions.InTurnAsync(
        () =>
        {
            pending.Remove(uid);
            count = pending.Count;
        },
        cancellationToken);

    /// <summary>Those that ask for no more come first: they give back. Then priority counts, then class, then who has waited longest.</summary>
    private void Decide()
    {
        var ordered = pending.Values.OrderBy(request => AsksForMore(request)).ThenByDescending(request => request.Pod().Spec.Priority ?? 0)
            .ThenByDescending(request => QualityOfService.Of(request.Pod()) == QualityOfService.Guaranteed)
            .ThenBy(request => request.Resize.PendingSince ?? DateTimeOffset.MaxValue).ToArray();
        foreach (var request in ordered) Decide(request);
        count = pending.Count;
    }

    private static bool AsksForMore(PendingResize request)
    {
        var pod = request.Pod();
        var (before, now) = (PodAmounts.Requests(request.Resize.Granted(pod)), PodAmounts.Requests(pod));
        return now.GetValueOrDefault("cpu") > before.GetValueOrDefault("cpu") || now.GetValueOrDefault("memory") > before.GetValueOrDefault("memory");
    }

    private void Decide(PendingResize request)
    {
        var pod = request.Pod();
        if (request.Resize.Settles(pod))
        {
            pending.Remove(pod.Metadata.Uid);
        }
        else if (admission.Check(pod, admissions.Others(pod.Metadata.Uid)) is { } refusal)
        {
            if (refusal.Reason == ResizeAdmission.Infeasible) pending.Remove(pod.Metadata.Uid);
            if (!request.Resize.Refuse(pod, refusal.Reason, refusal.Message, events.Now)) return;
            events.Record(ObjectReferences.To(pod), EventTypes.Warning, "Resize" + refusal.Reason, ResizeMessage.Of(refusal.Reason, pod, pod.Metadata.Generation, refusal.Message));
        }
        else
        {
            pending.Remove(pod.Metadata.Uid);
            request.Resize.Grant(pod);
            record.Keep(pod, isChanged: true);
            events.Record(ObjectReferences.To(pod), EventTypes.Normal, "ResizeStarted", ResizeMessage.Of("started", pod, pod.Metadata.Generation));
        }
        request.Changed();
    }
}
