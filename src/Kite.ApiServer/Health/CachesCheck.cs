using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Health;

/// <summary>Ready once the caches hold what the store holds.</summary>
internal sealed class CachesCheck(ResourceCaches caches) : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "watch-cache";

    /// <inheritdoc/>
    public bool IsVital => false;

    /// <inheritdoc/>
    public string? Check() => caches.IsLoaded ? null : "the caches are still loading";
}
