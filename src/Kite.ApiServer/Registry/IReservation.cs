namespace Kite.ApiServer.Registry;

/// <summary>Something held for a write; disposed without <see cref="Keep"/>, it is free again.</summary>
internal interface IReservation : IDisposable
{
    /// <summary>The write succeeded: from here on the stored object holds it.</summary>
    void Keep();
}
