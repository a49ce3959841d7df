using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.Requests;

/// <summary>Finalizers with and without one.</summary>
internal static class Finalizers
{
    /// <summary>The finalizers of an object with one more or one less; null where that is so already.</summary>
    internal static IReadOnlyList<string>? With(ObjectMeta metadata, string finalizer, bool isWanted)
    {
        if (metadata.Finalizers.Contains(finalizer) == isWanted) return null;
        return isWanted ? [.. metadata.Finalizers, finalizer] : [.. metadata.Finalizers.Where(name => name != finalizer)];
    }
}
