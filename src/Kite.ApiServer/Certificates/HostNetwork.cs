using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Kite.ApiServer.Certificates;

/// <summary>The host's own addresses.</summary>
internal static class HostNetwork
{
    /// <summary>Addresses of interfaces that lead out of the host; not of bridges and pairs that container engines make, which come and go.</summary>
    public static IReadOnlyList<IPAddress> Addresses()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(link => link.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && !IsContainerLink(link.Name))
                .SelectMany(link => link.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => !IPAddress.IsLoopback(address) && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !address.IsIPv6LinkLocal)];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    private static bool IsContainerLink(string name) =>
        name is "lo" or "docker0" || name.StartsWith("veth", StringComparison.Ordinal) || name.StartsWith("br-", StringComparison.Ordinal)
        || name.StartsWith("kite", StringComparison.Ordinal) || name.StartsWith("vxlan", StringComparison.Ordinal) || name.StartsWith("cni", StringComparison.Ordinal);
}
