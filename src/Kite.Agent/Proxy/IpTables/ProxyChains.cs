using System.Security.Cryptography;
using System.Text;

namespace Kite.Agent.Proxy.IpTables;

/// <summary>The names of the proxy's chains.</summary>
internal static class ProxyChains
{
    /// <summary>nat: finds the Service of a packet. filter: refuses packets to Services without endpoints.</summary>
    public const string Services = "KITE-SERVICES";

    /// <summary>nat: finds the Service of a packet to one of the node's own addresses.</summary>
    public const string NodePorts = "KITE-NODEPORTS";

    /// <summary>nat: marks a packet for masquerading.</summary>
    public const string MarkMasquerade = "KITE-MARK-MASQ";

    /// <summary>nat: masquerades marked packets.</summary>
    public const string PostRouting = "KITE-POSTROUTING";

    /// <summary>filter: refuses packets from outside to Services without endpoints.</summary>
    public const string External = "KITE-EXTERNAL";

    /// <summary>filter: drops packets that a load balancer's source ranges don't allow.</summary>
    public const string SourceRanges = "KITE-SOURCES";

    /// <summary>filter: drops packets that claim to come to 127.0.0.0/8 from elsewhere, which route_localnet would let in.</summary>
    public const string LocalNet = "KITE-LOCALNET";

    /// <summary>filter: lets proxied packets through.</summary>
    public const string Forward = "KITE-FORWARD";

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Sends on to the endpoints that policy Cluster allows.</summary>
    public static string Cluster(ProxiedPort port) => "KITE-SVC-" + Hash(port.Name + port.Protocol);

    /// <summary>Sends on to the endpoints that policy Local allows.</summary>
    public static string Local(ProxiedPort port) => "KITE-SVL-" + Hash(port.Name + port.Protocol);

    /// <summary>Takes what comes from outside.</summary>
    public static string ExternalOf(ProxiedPort port) => "KITE-EXT-" + Hash(port.Name + port.Protocol);

    /// <summary>Takes what comes to a load balancer's address with source ranges.</summary>
    public static string FirewallOf(ProxiedPort port) => "KITE-FW-" + Hash(port.Name + port.Protocol);

    /// <summary>Sends to one endpoint.</summary>
    public static string Endpoint(ProxiedPort port, ProxiedEndpoint endpoint) => "KITE-SEP-" + Hash(port.Name + port.Protocol + endpoint);

    // iptables allows 28 characters; 80 bits of hash don't collide.
    private static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        var name = new StringBuilder(16);
        ulong bits = 0;
        var count = 0;
        for (var i = 0; name.Length < 16; i++)
        {
            bits = (bits << 8) | hash[i];
            for (count += 8; count >= 5; count -= 5) name.Append(Base32[(int)((bits >> (count - 5)) & 31)]);
        }
        return name.ToString(0, 16);
    }
}
