using System.Collections.Concurrent;
using Kite.Agent.Runtime;

namespace Kite.Agent.Images;

/// <summary>Which images the engine holds, asked once and remembered until the engine says that images came or went.</summary>
internal sealed class ImageCache
{
    private readonly IRuntimeImages runtime;
    private readonly ConcurrentDictionary<string, RuntimeImage> byReference = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> digests = new(StringComparer.Ordinal);

    public ImageCache(IRuntimeImages runtime, IRuntimeHealth health)
    {
        this.runtime = runtime;
        health.OnImagesChange(byReference.Clear);
    }

    /// <summary>The image, or null where the engine doesn't hold it.</summary>
    public async ValueTask<RuntimeImage?> FindAsync(string reference, CancellationToken cancellationToken) =>
        byReference.TryGetValue(reference, out var known) ? known : await ReadAsync(reference, cancellationToken);

    /// <summary>The image as the engine has it now, such as after a pull; null where it doesn't hold it.</summary>
    public async ValueTask<RuntimeImage?> ReadAsync(string reference, CancellationToken cancellationToken)
    {
        if (await runtime.FindImageAsync(reference, cancellationToken) is not { } image) return null;
        if (image.Digests.Count > 0) digests[image.Id] = image.Digests[0];
        return byReference[reference] = image;
    }

    /// <summary>The name with digest that an image was pulled by; null for images that never saw a registry.</summary>
    public string? DigestOf(string imageId) => digests.GetValueOrDefault(imageId);
}
