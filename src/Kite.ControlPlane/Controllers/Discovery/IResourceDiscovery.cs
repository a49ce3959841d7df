namespace Kite.ControlPlane.Controllers.Discovery;

/// <summary>Finds out which resources there are.</summary>
internal interface IResourceDiscovery
{
    /// <summary>Asks the API server.</summary>
    Task<ServedResources> DiscoverAsync(CancellationToken cancellationToken);
}
