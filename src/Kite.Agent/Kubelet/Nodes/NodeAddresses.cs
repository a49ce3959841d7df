using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>The node's own addresses.</summary>
internal sealed class NodeAddresses(KubeletOptions options)
{
    private readonly Lazy<IReadOnlyList<IPAddress>> addresses = new(() => options.NodeIP is { } given ? [given] : Find());

    /// <summary>The addresses that pods and other nodes reach it by; the first is the one that counts.</summary>
    public IReadOnlyList<IPAddress> All => addresses.Value;

    private static IPAddress[] Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Connecting a datagram socket sends nothing; it makes the kernel choose the interface of the default route.
            socket.Connect(new IPEndPoint(IPAddress.Parse("198.51.100.1"), 9));
            return [((IPEndPoint)socket.LocalEndPoint!).Address];
        }
        catch (SocketException)
        {
            var any = NetworkInterface.GetAllNetworkInterfaces().Where(network => network.OperationalStatus is OperationalStatus.Up && network.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
                .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(address => address.Address).FirstOrDefault(address => address.AddressFamily is AddressFamily.InterNetwork);
            return [any ?? IPAddress.Loopback];
        }
    }
}
