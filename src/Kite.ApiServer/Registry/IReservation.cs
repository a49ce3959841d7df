using Kite.Storage;

namespace Kite.ApiServer.Registry;

/// <summary>Something held for a write; disposed without <see cref="Keep"/>, it is free again.</summary>
internal interface IReservation : IDisposable
{
    /// <summary>What has to be written with the object, or neither.</summary>
    IReadOnlyList<StoreWrite> Companions { get; }

    /// <summary>The write succeeded: from here on the stored object holds it.</summary>
    void Keep();
}
