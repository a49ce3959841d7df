using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kite.ApiServer.Services;

/// <summary>The IPv4 range of cluster IPs. The first addresses are left to those who ask for one by name.</summary>
internal sealed class ServiceRange
{
    private readonly uint network;

    /// <summary>A range such as <c>10.43.0.0/16</c>.</summary>
    public ServiceRange(string cidr)
    {
        var parsed = IPNetwork.Parse(cidr);
        Text = cidr;
        network = BinaryPrimitives.ReadUInt32BigEndian(parsed.BaseAddress.GetAddressBytes());
        Size = (uint)(1UL << (32 - parsed.PrefixLength));
        Reserved = Math.Min(Math.Max(16, Size / 16), 256);
    }

    /// <summary>The range as it was given.</summary>
    public string Text { get; }

    /// <summary>How many addresses at the beginning are given out by name only, until the rest is used up.</summary>
    public uint Reserved { get; }

    /// <summary>The number of addresses, the network's and the broadcast address included.</summary>
    public uint Size { get; }

    /// <summary>The address of the <c>kubernetes</c> Service: the first.</summary>
    public string First => At(1);

    /// <summary>The address at an offset.</summary>
    public string At(uint offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, network + offset);
        return new IPAddress(bytes).ToString();
    }

    /// <summary>True for an address that a Service can have.</summary>
    public bool Contains(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork) return false;
        var offset = BinaryPrimitives.ReadUInt32BigEndian(parsed.GetAddressBytes()) - network;
        return offset > 0 && offset < Size - 1;
    }
}
