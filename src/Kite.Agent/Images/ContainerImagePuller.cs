using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Images;

/// <summary>Brings every image onto the node that a container needs: its own, and those that it mounts.</summary>
internal sealed class ContainerImagePuller(ImagePuller puller)
{
    private static readonly IReadOnlyDictionary<string, RuntimeImage> None = new Dictionary<string, RuntimeImage>();

    /// <summary>The images, all of them here.</summary>
    /// <exception cref="StartException">One of them can't be had now.</exception>
    public async Task<ContainerImages> EnsureAsync(PodWork work, Container container, ObjectReference about, CancellationToken cancellationToken)
    {
        var volumes = await VolumesAsync(work, container, about, cancellationToken);
        var own = await puller.EnsureAsync(new ImageRequest(work, container.Image ?? "", container.ImagePullPolicy ?? "", about), cancellationToken);
        return new ContainerImages(own, volumes);
    }

    private async ValueTask<IReadOnlyDictionary<string, RuntimeImage>> VolumesAsync(PodWork work, Container container, ObjectReference about, CancellationToken cancellationToken)
    {
        Dictionary<string, RuntimeImage>? images = null;
        foreach (var volume in work.Pod.Spec.Volumes)
        {
            if (volume.Image is not { } source || !container.VolumeMounts.Any(mount => mount.Name == volume.Name)) continue;
            images ??= new(StringComparer.Ordinal);
            images[volume.Name] = await puller.EnsureAsync(new ImageRequest(work, source.Reference ?? "", source.PullPolicy ?? "", about), cancellationToken);
        }
        return images ?? None;
    }
}
