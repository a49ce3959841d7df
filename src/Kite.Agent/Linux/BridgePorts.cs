using System.Runtime.InteropServices;

namespace Kite.Agent.Linux;

/// <summary>The ports of bridges in this thread's network namespace. Over netlink: <c>/sys</c> shows those of the namespace that it was mounted in.</summary>
internal static class BridgePorts
{
    private const ushort SetLink = 19;
    private const ushort GetLink = 18;
    private const byte BridgeFamily = 7;
    private const int LinkLength = 16;
    private const int IndexOffset = 4;
    private const ushort Master = 10;
    private const ushort PortInformation = 12;
    private const ushort HairpinMode = 4;

    /// <summary>Lets every port of a bridge send a packet back out where it came in. A bridge that isn't there has none.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static void EnableHairpin(string bridge)
    {
        var bridgeIndex = SystemCalls.InterfaceIndex(bridge);
        if (bridgeIndex == 0) return;
        using var socket = new NetlinkSocket();
        var ports = new List<int>();
        socket.List(GetLink, Link(0), body =>
        {
            var attributes = body[LinkLength..];
            if (NetlinkAttributes.Find(attributes, Master) is not { Length: 4 } master || MemoryMarshal.Read<uint>(master) != bridgeIndex) return;
            if (NetlinkAttributes.Find(NetlinkAttributes.Find(attributes, PortInformation), HairpinMode) is [0]) ports.Add(MemoryMarshal.Read<int>(body[IndexOffset..]));
        });
        foreach (var port in ports)
            socket.Change(SetLink, [.. Link(port), .. NetlinkAttributes.Write(PortInformation | NetlinkAttributes.Nested, NetlinkAttributes.Write(HairpinMode, [1]))]);
    }

    /// <summary>Which device a message is about; 0 for all.</summary>
    private static byte[] Link(int index)
    {
        var link = new byte[LinkLength];
        link[0] = BridgeFamily;
        MemoryMarshal.Write(link.AsSpan(IndexOffset), index);
        return link;
    }
}
