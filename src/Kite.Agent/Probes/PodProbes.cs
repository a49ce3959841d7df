using System.Collections.Concurrent;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>Keeps the probes of a pod's running containers at work and remembers what they found.</summary>
internal sealed class PodProbes(Prober prober, IEventRecorder events, TimeProvider clock, Action changed) : IProbeResults
{
    private volatile TaskCompletionSource change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isEnding;

    private readonly ConcurrentDictionary<string, ContainerProbes> containers = new(StringComparer.Ordinal);

    public bool IsStarted(string containerId) => containers.TryGetValue(containerId, out var probes) && probes.IsStarted;

    public bool IsReady(string containerId) => containers.TryGetValue(containerId, out var probes) && probes.IsReady;

    public FailedProbe? FailedProbe(string containerId) => !isEnding && containers.TryGetValue(containerId, out var probes) ? probes.Failed : null;

    /// <summary>Says that the pod is being ended: from now on only readiness counts.</summary>
    public void BeginEnd() => isEnding = true;

    /// <summary>Completes with the next change of what is known.</summary>
    public Task NextChangeAsync() => change.Task;

    /// <summary>Starts probes of containers that have come to run, and ends those of containers that don't any more.</summary>
    public void Update(Pod pod, PodContainers state)
    {
        var running = state.Running.ToDictionary(container => container.Id);
        foreach (var (id, probes) in containers)
        {
            if (!running.ContainsKey(id) && containers.TryRemove(id, out _)) probes.Stop.Cancel();
        }
        foreach (var (id, container) in running)
        {
            if (containers.ContainsKey(id) || PodRules.AllContainers(pod).FirstOrDefault(spec => spec.Name == container.Name) is not { } spec) continue;
            if (spec.StartupProbe is null && spec.ReadinessProbe is null && spec.LivenessProbe is null) continue;
            // A container that was ready before a restart of the kubelet stays so until a probe says otherwise.
            var before = PodRules.AllStatuses(pod).FirstOrDefault(status => status.ContainerID?.EndsWith(id, StringComparison.Ordinal) is true);
            var probes = new ContainerProbes(spec.StartupProbe is null || before?.Started is true, spec.ReadinessProbe is null || before?.Ready is true);
            containers[id] = probes;
            probes.Running = RunAsync(pod, container, spec, ProbeTarget.Of(pod, spec, state, id), probes);
        }
    }

    /// <summary>Ends all probes.</summary>
    public async Task StopAsync()
    {
        var all = containers.Values.ToArray();
        containers.Clear();
        foreach (var probes in all) await probes.Stop.CancelAsync();
        foreach (var probes in all)
        {
            await probes.Running;
            probes.Dispose();
        }
    }

    private async Task RunAsync(Pod pod, RuntimeContainer container, Container spec, ProbeTarget target, ContainerProbes probes)
    {
        await Task.Yield();
        var stop = probes.Stop.Token;
        var loop = new ProbeLoop(prober, clock, events, LifecycleHooks.ReferenceTo(pod, spec.Name), container.StartedAt ?? clock.GetUtcNow(), target);
        try
        {
            if (spec.StartupProbe is { } startup && !probes.IsStarted)
            {
                await foreach (var success in loop.RunAsync("Startup", startup, false, stop))
                {
                    if (success) break;
                    Fail(probes, new FailedProbe("startup", startup.TerminationGracePeriodSeconds));
                    return;
                }
                probes.IsStarted = true;
                Tell();
            }
            await Task.WhenAll(
                spec.LivenessProbe is { } liveness ? WatchLivenessAsync(loop, liveness, probes, stop) : Task.CompletedTask,
                spec.ReadinessProbe is { } readiness ? WatchReadinessAsync(loop, readiness, probes, stop) : Task.CompletedTask);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The container has ended.
        }
    }

    private async Task WatchLivenessAsync(ProbeLoop loop, Probe probe, ContainerProbes probes, CancellationToken stop)
    {
        await foreach (var success in loop.RunAsync("Liveness", probe, true, stop))
        {
            if (isEnding) return;
            if (success) continue;
            Fail(probes, new FailedProbe("liveness", probe.TerminationGracePeriodSeconds));
            return;
        }
    }

    private async Task WatchReadinessAsync(ProbeLoop loop, Probe probe, ContainerProbes probes, CancellationToken stop)
    {
        await foreach (var success in loop.RunAsync("Readiness", probe, probes.IsReady, stop))
        {
            probes.IsReady = success;
            Tell();
        }
    }

    private void Fail(ContainerProbes probes, FailedProbe probe)
    {
        probes.Failed = probe;
        Tell();
    }

    private void Tell()
    {
        changed();
        Interlocked.Exchange(ref change, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
