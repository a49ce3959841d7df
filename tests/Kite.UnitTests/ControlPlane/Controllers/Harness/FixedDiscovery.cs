using Kite.Api.Meta;
using Kite.ControlPlane.Controllers.Discovery;

namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

internal sealed class FixedDiscovery(params ApiResource[] resources) : IResourceDiscovery
{
    public List<string> Failures { get; } = [];

    public Task<ServedResources> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult(new ServedResources(
        [.. resources.Select(resource => new ServedResource(resource, ["get", "list", "watch", "delete", "deletecollection"]))], Failures));
}
