using System.Text.Json.Nodes;
using Kite.Storage;

namespace Kite.ApiServer.Registry;

/// <summary>The reservers by resource.</summary>
internal sealed class ReservationChain(IEnumerable<IReserver> reservers)
{
    private readonly Dictionary<string, IReserver> reservers = reservers.ToDictionary(reserver => reserver.GroupResource, StringComparer.Ordinal);

    /// <summary>Reserves what a write of the object itself needs.</summary>
    public IReservation? Reserve(WriteContext write, JsonObject value, JsonObject? old) =>
        write.Subresource.Length == 0 && reservers.TryGetValue(write.Resource.GroupResource, out var reserver) ? reserver.Reserve(value, old) : null;

    /// <summary>What has to be written with the removal of an object.</summary>
    public IReadOnlyList<StoreWrite> Release(WriteContext write, JsonObject old) =>
        reservers.TryGetValue(write.Resource.GroupResource, out var reserver) ? reserver.Release(old) : [];
}
