using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Images;

/// <summary>Brings a container's image onto the node as its pull policy says, with the events and reasons that users look for.</summary>
internal sealed class ImagePuller(IRuntimeImages runtime, ImageCache cache, PullSecrets secrets, KubeletEvents events, TimeProvider clock)
{
    /// <summary>Gives the image, pulled where need be.</summary>
    /// <exception cref="StartException">It can't be had now; the reason is for the container's status.</exception>
    public async Task<RuntimeImage> EnsureAsync(PodWork work, Container container, ObjectReference about, CancellationToken cancellationToken)
    {
        var name = container.Image ?? "";
        if (ImageName.Normalize(name) is not { } reference)
        {
            events.Record(about, EventTypes.Warning, "InspectFailed", $"Failed to apply default image tag \"{name}\": couldn't parse image name \"{name}\": invalid reference format");
            throw new StartException("InvalidImageName", $"Failed to apply default image tag \"{name}\": couldn't parse image name \"{name}\": invalid reference format");
        }
        var policy = container.ImagePullPolicy is { Length: > 0 } given ? given : ImageName.IsLatest(reference) ? "Always" : "IfNotPresent";
        var present = await cache.FindAsync(reference, cancellationToken);
        if (present is not null && policy != "Always")
        {
            events.Record(about, EventTypes.Normal, "Pulled", $"Container image \"{name}\" already present on machine");
            return present;
        }
        if (policy == "Never")
        {
            events.Record(about, EventTypes.Warning, "ErrImageNeverPull", $"Container image \"{name}\" is not present with pull policy of Never");
            throw new StartException("ErrImageNeverPull", $"Container image \"{name}\" is not present with pull policy of Never");
        }
        return await PullAsync(work, name, reference, about, cancellationToken);
    }

    private async Task<RuntimeImage> PullAsync(PodWork work, string name, string reference, ObjectReference about, CancellationToken cancellationToken)
    {
        var key = "image:" + name;
        if (work.PullFailures.TryGetValue(name, out var failure) && work.BackOff.Remaining(key, failure.At) > TimeSpan.Zero)
        {
            var message = $"Back-off pulling image \"{name}\"";
            events.Record(about, EventTypes.Normal, "BackOff", message);
            throw new StartException("ImagePullBackOff", $"{message}: ErrImagePull: {failure.Message}");
        }
        events.Record(about, EventTypes.Normal, "Pulling", $"Pulling image \"{name}\"");
        var began = clock.GetTimestamp();
        try
        {
            await runtime.PullImageAsync(reference, await secrets.FindAsync(work.Pod, reference, cancellationToken), cancellationToken);
            var image = await runtime.FindImageAsync(reference, cancellationToken) ?? throw new RuntimeException($"image {reference} is gone after it was pulled");
            var took = $"{clock.GetElapsedTime(began).TotalSeconds:0.###}s";
            work.PullFailures.Remove(name);
            events.Record(about, EventTypes.Normal, "Pulled", $"Successfully pulled image \"{name}\" in {took} ({took} including waiting). Image size: {image.SizeBytes} bytes.");
            return image;
        }
        catch (RuntimeException e)
        {
            events.Record(about, EventTypes.Warning, "Failed", $"Failed to pull image \"{name}\": {e.Message}");
            events.Record(about, EventTypes.Warning, "Failed", "Error: ErrImagePull");
            work.PullFailures[name] = (clock.GetUtcNow(), e.Message);
            work.BackOff.Next(key);
            throw new StartException("ErrImagePull", e.Message, e);
        }
    }
}
