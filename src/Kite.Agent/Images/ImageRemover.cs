using Kite.Agent.Kubelet;
using Kite.Agent.Runtime;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Images;

/// <summary>Removes one image that nobody uses.</summary>
internal sealed partial class ImageRemover(IRuntimeImages runtime, PulledImages pulled, KubeletMeters meters, ILogger<ImageRemover> logger)
{
    /// <summary>Removes it; false where the engine keeps it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="reason"><c>space</c> or <c>age</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RuntimeUnavailableException">The engine can't be asked.</exception>
    public async Task<bool> TryRemoveAsync(RuntimeImage image, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await runtime.RemoveImageAsync(image.Id, cancellationToken);
            pulled.Remove(image.Id);
            meters.ImageCollected(reason);
            Log.Removed(logger, image.Id, image.SizeBytes, reason);
            return true;
        }
        catch (RuntimeException e) when (e is not RuntimeUnavailableException)
        {
            Log.Kept(logger, image.Id, e.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Image {Image} of {Bytes} bytes was removed for {Reason}: nobody uses it")]
        public static partial void Removed(ILogger logger, string image, long bytes, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Image {Image} could not be removed: {Error}")]
        public static partial void Kept(ILogger logger, string image, string error);
    }
}
