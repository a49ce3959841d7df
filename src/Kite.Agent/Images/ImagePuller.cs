using System.Globalization;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;

namespace Kite.Agent.Images;

/// <summary>Brings images onto the node as their pull policies say, with the events and reasons that users look for.</summary>
internal sealed class ImagePuller(IRuntimeImages runtime, ImageCache cache, PullSecrets secrets, PulledImages pulled, KubeletEvents events, KubeletOptions options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim places = new(options.Images.MostPulls);

    /// <summary>Gives the image, pulled where need be.</summary>
    /// <exception cref="StartException">It can't be had now; the reason is for the container's status.</exception>
    public async Task<RuntimeImage> EnsureAsync(ImageRequest request, CancellationToken cancellationToken)
    {
        if (ImageName.Normalize(request.Name) is not { } reference)
            throw Refuse(request, "InspectFailed", "InvalidImageName", $"Failed to apply default image tag \"{request.Name}\": couldn't parse image name \"{request.Name}\": invalid reference format");
        var policy = request.Policy is { Length: > 0 } given ? given : ImageName.IsLatest(reference) ? "Always" : "IfNotPresent";
        var present = await FindAsync(request, reference, cancellationToken);
        if (policy == "Never" && present is null)
            throw Refuse(request, "ErrImageNeverPull", "ErrImageNeverPull", $"Container image \"{request.Name}\" is not present with pull policy of Never");
        if (policy == "Always" || present is null) return await PullAsync(request, reference, cancellationToken);
        if (await MayUseAsync(request, present, reference, cancellationToken))
        {
            events.Record(request.About, EventTypes.Normal, "Pulled", $"Container image \"{request.Name}\" already present on machine and can be accessed by the pod");
            return present;
        }
        if (policy == "Never")
            throw Refuse(request, "ErrImageNeverPull", "ErrImageNeverPull", $"Container image \"{request.Name}\" is present with pull policy of Never but does not have the proper credentials to access the image");
        return await PullAsync(request, reference, cancellationToken);
    }

    public void Dispose() => places.Dispose();

    private StartException Refuse(ImageRequest request, string eventReason, string reason, string message)
    {
        events.Record(request.About, EventTypes.Warning, eventReason, message);
        return new StartException(reason, message);
    }

    private async ValueTask<RuntimeImage?> FindAsync(ImageRequest request, string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await cache.FindAsync(reference, cancellationToken);
        }
        catch (RuntimeException e) when (e is not RuntimeUnavailableException)
        {
            throw Refuse(request, "InspectFailed", "ImageInspectError", $"Failed to inspect image \"{request.Name}\": {e.Message}");
        }
    }

    /// <summary>An image that was pulled with a Secret is for pods that have the same credentials.</summary>
    private async ValueTask<bool> MayUseAsync(ImageRequest request, RuntimeImage image, string reference, CancellationToken cancellationToken)
    {
        var repository = ImageName.RepositoryOf(reference);
        if (options.Images.Verification is CredentialsVerification.NeverVerify) return true;
        if (pulled.Find(image.Id, repository) is not { } record) return MayUsePreloaded(repository);
        return record.IsForAll || record.Admits(await secrets.OfPodAsync(request.Work.Pod, reference, cancellationToken));
    }

    private bool MayUsePreloaded(string repository) => options.Images.Verification switch
    {
        CredentialsVerification.AlwaysVerify => false,
        CredentialsVerification.NeverVerifyAllowlistedImages =>
            options.Images.Allowlist.Any(allowed => allowed == repository || (allowed.EndsWith("/*", StringComparison.Ordinal) && repository.StartsWith(allowed[..^1], StringComparison.Ordinal))),
        _ => true,
    };

    private async Task<RuntimeImage> PullAsync(ImageRequest request, string reference, CancellationToken cancellationToken)
    {
        var (work, name, about) = (request.Work, request.Name, request.About);
        var key = "image:" + name;
        if (work.PullFailures.TryGetValue(name, out var failure) && work.BackOff.Remaining(key, failure.At) > TimeSpan.Zero)
        {
            var message = $"Back-off pulling image \"{name}\"";
            events.Record(about, EventTypes.Normal, "BackOff", message);
            throw new StartException("ImagePullBackOff", $"{message}: {failure.Message}");
        }
        events.Record(about, EventTypes.Normal, "Pulling", $"Pulling image \"{name}\"");
        var asked = clock.GetTimestamp();
        await places.WaitAsync(cancellationToken);
        try
        {
            var began = clock.GetTimestamp();
            var image = await TryAllAsync(work, reference, cancellationToken);
            work.PullFailures.Remove(name);
            events.Record(about, EventTypes.Normal, "Pulled",
                $"Successfully pulled image \"{name}\" in {Duration(clock.GetElapsedTime(began))} ({Duration(clock.GetElapsedTime(asked))} including waiting). Image size: {image.SizeBytes} bytes.");
            return image;
        }
        catch (RuntimeException e)
        {
            var (reason, message) = e is RegistryUnavailableException ? ("RegistryUnavailable", $"image pull failed for {reference} because the registry is unavailable: {e.Message}") : ("ErrImagePull", e.Message);
            events.Record(about, EventTypes.Warning, "Failed", $"Failed to pull image \"{name}\": {e.Message}");
            work.PullFailures[name] = (clock.GetUtcNow(), $"{reason}: {message}");
            work.BackOff.Next(key);
            throw new StartException(reason, message, e);
        }
        finally
        {
            work.PullTime += clock.GetElapsedTime(asked);
            places.Release();
        }
    }

    /// <summary>Tries the pod's credentials, then the node's; without any, as anybody. The last failure counts.</summary>
    private async Task<RuntimeImage> TryAllAsync(PodWork work, string reference, CancellationToken cancellationToken)
    {
        PullCredentials[] candidates = [.. await secrets.OfPodAsync(work.Pod, reference, cancellationToken), .. await secrets.OfNodeAsync(reference, cancellationToken)];
        if (candidates.Length == 0) candidates = [PullCredentials.Anonymous];
        for (var i = 0; ; i++)
        {
            try
            {
                await runtime.PullImageAsync(reference, candidates[i].Credentials, cancellationToken);
            }
            catch (RuntimeException e) when (e is not (RuntimeUnavailableException or RegistryUnavailableException) && i + 1 < candidates.Length)
            {
                continue;
            }
            var image = await cache.ReadAsync(reference, cancellationToken) ?? throw new RuntimeException($"image {reference} is gone after it was pulled");
            pulled.Add(image.Id, ImageName.RepositoryOf(reference), candidates[i]);
            return image;
        }
    }

    private static string Duration(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s");
}
