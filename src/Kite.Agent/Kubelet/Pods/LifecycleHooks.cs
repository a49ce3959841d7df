using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Runs what a pod wants done right after a container's start and right before its end.</summary>
internal sealed class LifecycleHooks(Prober prober, RuntimeCache cache, KubeletEvents events, TimeProvider clock)
{
    /// <summary>The reference to a container of a pod, as events carry it.</summary>
    public static ObjectReference ReferenceTo(Pod pod, string container)
    {
        var reference = ObjectReferences.To(pod);
        if (pod.Spec.Containers.Any(known => known.Name == container)) return reference with { FieldPath = $"spec.containers{{{container}}}" };
        if (pod.Spec.InitContainers.Any(known => known.Name == container)) return reference with { FieldPath = $"spec.initContainers{{{container}}}" };
        return pod.Spec.EphemeralContainers.Any(known => known.Name == container) ? reference with { FieldPath = $"spec.ephemeralContainers{{{container}}}" } : reference;
    }

    /// <summary>Runs a postStart hook; null where it succeeded, else why not.</summary>
    public async Task<string?> RunPostStartAsync(PodWork work, Container container, string containerId, LifecycleHandler handler, CancellationToken cancellationToken)
    {
        var failure = await RunAsync(work, container, containerId, handler, cancellationToken);
        if (failure is not null) events.Record(ReferenceTo(work.Pod, container.Name), EventTypes.Warning, "FailedPostStartHook", "PostStartHook failed");
        return failure;
    }

    /// <summary>Runs a preStop hook within the grace period and says how long it took. Its failure doesn't stop the end.</summary>
    public async Task<TimeSpan> RunPreStopAsync(PodWork work, Container container, string containerId, LifecycleHandler handler, TimeSpan grace, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(grace, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (await RunAsync(work, container, containerId, handler, both.Token) is not null)
                events.Record(ReferenceTo(work.Pod, container.Name), EventTypes.Warning, "FailedPreStopHook", "PreStopHook failed");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            events.Record(ReferenceTo(work.Pod, container.Name), EventTypes.Warning, "FailedPreStopHook", "PreStopHook did not complete within the grace period");
        }
        return clock.GetElapsedTime(began);
    }

    private async Task<string?> RunAsync(PodWork work, Container container, string containerId, LifecycleHandler handler, CancellationToken cancellationToken)
    {
        if (handler.Sleep is { } sleep)
        {
            await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), clock, cancellationToken);
            return null;
        }
        var target = ProbeTarget.Of(work.Pod, container, cache.Pod(work.Identity.Uid), containerId);
        var outcome = await prober.RunHookAsync(target, handler, cancellationToken);
        if (outcome.Fallback is { } fallback) events.Record(ObjectReferences.To(work.Pod), EventTypes.Warning, "LifecycleHTTPFallback", fallback);
        return outcome.Failure;
    }
}
