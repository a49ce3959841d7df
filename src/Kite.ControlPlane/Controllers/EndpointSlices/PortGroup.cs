using Kite.Api.Models.DiscoveryV1;

namespace Kite.ControlPlane.Controllers.EndpointSlices;

/// <summary>Endpoints that share address family and ports, and so may share slices.</summary>
/// <param name="AddressType">The address family.</param>
/// <param name="Ports">The ports.</param>
/// <param name="Endpoints">The endpoints.</param>
internal sealed record PortGroup(string AddressType, IReadOnlyList<EndpointPort> Ports, IReadOnlyList<Endpoint> Endpoints)
{
    /// <summary>True where the slice holds endpoints of this kind.</summary>
    internal bool Fits(EndpointSlice slice) => slice.AddressType == AddressType && Key(slice.Ports) == Key(Ports);

    /// <summary>A text that is the same for the same ports in whatever order.</summary>
    internal static string Key(IEnumerable<EndpointPort> ports) =>
        string.Join(',', ports.Select(port => $"{port.Name}/{port.Protocol}/{port.Port}/{port.AppProtocol}").Order(StringComparer.Ordinal));
}
