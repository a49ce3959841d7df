using Kite.Agent.Images;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Starts one container: image, settings, create, start, hook.</summary>
internal sealed class ContainerStarter(
    IContainerRuntime runtime, RuntimeCache cache, ContainerImagePuller puller, ContainerSettings settings, LifecycleHooks hooks, PodTerminator terminator, KubeletEvents events)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>Starts the container; null where it runs now, else the time after which to try again. The reason is noted for its status.</summary>
    public async Task<TimeSpan?> StartAsync(PodWork work, Container container, RuntimeContainer sandbox, CancellationToken cancellationToken)
    {
        var about = LifecycleHooks.ReferenceTo(work.Pod, container.Name);
        if (work.NotBefore.TryGetValue(container.Name, out var notBefore) && notBefore - events.Uptime is var early && early > TimeSpan.Zero) return early;
        if (WaitForBackOff(work, container, about) is { } wait) return wait;
        try
        {
            var images = await puller.EnsureAsync(work, container, about, cancellationToken);
            var previous = LostContainers.Of(cache.Pod(work.Identity.Uid), work.Pod).Latest(container.Name);
            await RunAsync(work, container, sandbox, images, previous is null ? 0 : previous.Attempt + 1, about, cancellationToken);
            work.Waiting.Remove(container.Name);
            return null;
        }
        catch (StartException e)
        {
            work.Waiting[container.Name] = e.Waiting;
            events.Record(about, EventTypes.Warning, "Failed", $"Error: {(IsAboutImage(e.Waiting.Reason) ? e.Waiting.Reason : e.Message)}");
            var retry = RetryAfter(work, container, e.Waiting.Reason);
            work.NotBefore[container.Name] = events.Uptime + retry;
            return retry;
        }
    }

    private static bool IsAboutImage(string reason) => reason is "ImagePullBackOff" or "ErrImagePull" or "RegistryUnavailable" or "ErrImageNeverPull" or "InvalidImageName" or "ImageInspectError";

    private static TimeSpan RetryAfter(PodWork work, Container container, string reason)
    {
        if (!work.PullFailures.TryGetValue(container.Image ?? "", out var failure)) return RetryDelay;
        var left = work.BackOff.Remaining("image:" + container.Image, failure.At);
        // A failure is followed by the back-off's own reason, as users know it.
        return left <= TimeSpan.Zero || (reason is "ErrImagePull" or "RegistryUnavailable" && left > RetryDelay) ? RetryDelay : left;
    }

    private TimeSpan? WaitForBackOff(PodWork work, Container container, ObjectReference about)
    {
        if (LostContainers.Of(cache.Pod(work.Identity.Uid), work.Pod).Latest(container.Name) is not { State: ContainerRunState.Exited, IsLost: false } ended) return null;
        var key = BackOffKey(container);
        var failedAt = ended.FinishedAt ?? ended.CreatedAt;
        var left = work.BackOff.Remaining(key, failedAt);
        if (left <= TimeSpan.Zero)
        {
            work.BackOff.Next(key, failedAt);
            return null;
        }
        var pod = PodRules.FullName(work.Identity);
        if (work.Waiting.GetValueOrDefault(container.Name)?.Reason != "CrashLoopBackOff")
            events.Record(about, EventTypes.Warning, "BackOff", $"Back-off restarting failed container {container.Name} in pod {pod}");
        work.Waiting[container.Name] = new WaitingReason(
            "CrashLoopBackOff", $"back-off {Duration(work.BackOff.Delay(key, failedAt))} restarting failed container={container.Name} pod={pod}");
        return left;
    }

    /// <summary>A container with other amounts is tried anew: they may be what it lacked.</summary>
    private static string BackOffKey(Container container) => container.Resources is not { } resources ? "container:" + container.Name
        : $"container:{container.Name}:{string.Join(',', resources.Requests.Concat(resources.Limits).Select(amount => amount.Value.Text))}";

    /// <summary>A duration as Go writes it: <c>10s</c>, <c>1m20s</c>, <c>5m0s</c>.</summary>
    private static string Duration(TimeSpan delay) => delay.TotalMinutes < 1 ? $"{delay.TotalSeconds:0}s" : $"{(int)delay.TotalMinutes}m{delay.Seconds}s";

    private async Task RunAsync(PodWork work, Container container, RuntimeContainer sandbox, ContainerImages images, int attempt, ObjectReference about, CancellationToken cancellationToken)
    {
        var config = await ConfigureAsync(work, container, sandbox, images, attempt, cancellationToken);
        string id;
        try
        {
            // Neither create nor start is cut short: what they leave behind must be known.
            id = await runtime.CreateContainerAsync(config, CancellationToken.None);
            cache.Set(Created(config, id));
        }
        catch (RuntimeException e) when (e is not RuntimeUnavailableException)
        {
            throw new StartException("CreateContainerError", e.Message, e);
        }
        events.Record(about, EventTypes.Normal, "Created", $"Created container: {container.Name}");
        try
        {
            await runtime.StartContainerAsync(id, CancellationToken.None);
        }
        catch (RuntimeException e) when (e is not RuntimeUnavailableException)
        {
            if (await runtime.FindAsync(id, CancellationToken.None) is { } failed) cache.Set(failed);
            throw new StartException("RunContainerError", $"failed to start container \"{id}\": {e.Message}", e);
        }
        events.Record(about, EventTypes.Normal, "Started", $"Started container {container.Name}");
        if (await runtime.FindAsync(id, CancellationToken.None) is { } started) cache.Set(started);
        await RemoveOldAsync(work.Identity.Uid, container.Name);
        if (container.Lifecycle?.PostStart is { } hook) await RunPostStartAsync(work, container, id, hook, cancellationToken);
    }

    private async Task<ContainerConfig> ConfigureAsync(PodWork work, Container container, RuntimeContainer sandbox, ContainerImages images, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            var built = await settings.BuildAsync(work.Pod, container, sandbox, images, attempt, cancellationToken);
            return built with { ProcessesOf = TargetOf(work, container) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException("CreateContainerConfigError", e.Message, e);
        }
    }

    /// <summary>The running container whose processes an ephemeral container is to see; empty for none.</summary>
    private string TargetOf(PodWork work, Container container)
    {
        if (EphemeralContainers.TargetOf(work.Pod, container.Name) is not { } target) return "";
        return cache.Pod(work.Identity.Uid).Latest(target) is { State: ContainerRunState.Running } running ? running.Id
            : throw new StartException("CreateContainerConfigError", $"unable to find target container \"{target}\"");
    }

    private static RuntimeContainer Created(ContainerConfig config, string id) => new()
    {
        Id = id,
        Pod = config.Pod,
        Name = config.Name,
        Attempt = config.Attempt,
        Hash = config.Hash,
        SandboxId = config.SandboxId,
        State = ContainerRunState.Created,
        Image = config.Image,
    };

    private async Task RunPostStartAsync(PodWork work, Container container, string id, LifecycleHandler hook, CancellationToken cancellationToken)
    {
        if (await hooks.RunPostStartAsync(work, container, id, hook, cancellationToken) is not { } failure) return;
        if (cache.Find(id) is { State: ContainerRunState.Running } running)
            await terminator.StopAsync(work, new ContainerKill(running, container, "FailedPostStartHook"), cancellationToken);
        throw new StartException("PostStartHookError", failure);
    }

    /// <summary>The last one that ended is kept for its log; older ones go.</summary>
    private async Task RemoveOldAsync(string uid, string name)
    {
        foreach (var old in cache.Pod(uid).StartsOf(name).Skip(2).ToArray())
        {
            await runtime.RemoveAsync(old.Id, CancellationToken.None);
            cache.Remove(old.Id);
        }
    }
}
