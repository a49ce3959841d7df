using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Kite.Configuration;

/// <summary>The address that this host is reached at.</summary>
internal static class HostAddress
{
    /// <summary>The source address of the default route; without one the first address that isn't loopback, of a link that is up if there is one; loopback on a host without a network.</summary>
    public static IPAddress OfDefaultRoute()
    {
        try
        {
            // Connecting a datagram socket sends nothing: it only asks the kernel for the route.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(new IPAddress([192, 0, 2, 1]), 9));
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            // A bridge without members is down, yet its address answers on this host, pods included.
            return NetworkInterface.GetAllNetworkInterfaces()
                .OrderByDescending(device => device.OperationalStatus is OperationalStatus.Up)
                .SelectMany(device => device.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .FirstOrDefault(address => address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address), IPAddress.Loopback);
        }
    }
}
