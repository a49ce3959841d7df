using System.Net;

namespace Kite.Configuration;

/// <summary>Addresses by their place in a network.</summary>
internal static class NetworkAddresses
{
    /// <summary>The address <paramref name="offset"/> places after the network's base address.</summary>
    public static IPAddress Nth(IPNetwork network, byte offset)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1] += offset;
        return new IPAddress(bytes);
    }
}
