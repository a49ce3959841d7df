using System.Net;
using System.Net.Sockets;

namespace Kite.Configuration;

/// <summary>Reads the networks of Services.</summary>
internal static class ServiceNetworks
{
    private const int WidestIPv6 = 64, NarrowestIPv4 = 30, NarrowestIPv6 = 126;

    /// <summary>One network, or one of each address family, comma-separated.</summary>
    public static bool TryParse(string text, out IReadOnlyList<IPNetwork> networks)
    {
        var parsed = new List<IPNetwork>();
        networks = parsed;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!IPNetwork.TryParse(part, out var network) || !IsFit(network)) return false;
            parsed.Add(network);
        }
        return parsed.Count == 1 || (parsed.Count == 2 && parsed[0].BaseAddress.AddressFamily != parsed[1].BaseAddress.AddressFamily);
    }

    private static bool IsFit(IPNetwork network) => network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6
        ? network.PrefixLength is >= WidestIPv6 and <= NarrowestIPv6
        : network.PrefixLength <= NarrowestIPv4;
}
