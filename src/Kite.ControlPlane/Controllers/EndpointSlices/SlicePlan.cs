using Kite.Api.Models.DiscoveryV1;

namespace Kite.ControlPlane.Controllers.EndpointSlices;

/// <summary>What has to be done to a Service's slices.</summary>
/// <param name="Create">Slices to create.</param>
/// <param name="Update">Slices to update.</param>
/// <param name="Delete">Slices to delete.</param>
internal sealed record SlicePlan(IReadOnlyList<EndpointSlice> Create, IReadOnlyList<EndpointSlice> Update, IReadOnlyList<EndpointSlice> Delete)
{
    /// <summary>True where nothing has to be done.</summary>
    internal bool IsEmpty => Create.Count + Update.Count + Delete.Count == 0;
}
