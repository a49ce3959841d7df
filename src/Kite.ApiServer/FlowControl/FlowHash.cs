using System.Security.Cryptography;

namespace Kite.ApiServer.FlowControl;

/// <summary>Hashes of flows; another process hashes otherwise, so that nobody can choose a name that lands in somebody's queues.</summary>
internal static class FlowHash
{
    private const ulong Prime = 1099511628211;

    /// <summary>Where hashes of this process begin.</summary>
    public static ulong Seed { get; } = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>The hash of a text, going on from another.</summary>
    public static ulong Of(string text, ulong seed)
    {
        var hash = seed;
        foreach (var character in text) hash = (hash ^ character) * Prime;
        // The high bits decide first how a hand is dealt: mix the low ones in.
        hash ^= hash >> 32;
        hash *= 0xd6e8feb86659fd93;
        return hash ^ (hash >> 32);
    }
}
