using System.Net;
using System.Net.Sockets;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Network;

/// <summary>Reads a node's pod addresses.</summary>
internal static class PodCidrs
{
    /// <summary>The node's IPv4 pod CIDR, or null while it has none.</summary>
    public static IPNetwork? Of(Node node)
    {
        foreach (var text in node.Spec.PodCIDRs.Append(node.Spec.PodCIDR ?? ""))
        {
            if (IPNetwork.TryParse(text, out var network) && network.BaseAddress.AddressFamily is AddressFamily.InterNetwork) return network;
        }
        return null;
    }

    /// <summary>The first address of a network: the node's own.</summary>
    public static IPAddress Gateway(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes);
    }
}
