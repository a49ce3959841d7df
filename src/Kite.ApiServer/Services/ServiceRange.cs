using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kite.ApiServer.Services;

/// <summary>A range of cluster IPs, IPv4 or IPv6. The first addresses are left to those who ask for one by name.</summary>
internal sealed class ServiceRange
{
    private const int MinReserved = 16, MaxReserved = 256;

    private readonly IPNetwork network;
    private readonly UInt128 start;

    /// <summary>A range such as <c>10.43.0.0/16</c> or <c>fd00:43::/112</c>.</summary>
    public ServiceRange(string cidr)
    {
        network = IPNetwork.Parse(cidr);
        Text = cidr;
        IsIPv6 = network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
        start = Number(network.BaseAddress);
        var bits = (IsIPv6 ? 128 : 32) - network.PrefixLength;
        // As upstream: no more than what a signed 64-bit number counts. The network's address is never given out, nor is IPv4's broadcast address.
        var size = bits >= 63 ? long.MaxValue : 1L << bits;
        Last = IsIPv6 ? size - 1 : size - 2;
        Reserved = Last <= MinReserved ? 1 : 1 + Math.Clamp(Last / 16, MinReserved, MaxReserved);
    }

    /// <summary>The range as it was given.</summary>
    public string Text { get; }

    /// <summary>The address family.</summary>
    public bool IsIPv6 { get; }

    /// <summary>The first offset that is given out to whoever wants any; those before it only when all others are taken.</summary>
    public long Reserved { get; }

    /// <summary>The last offset that a Service can have; the first is 1.</summary>
    public long Last { get; }

    /// <summary>The first address, which is the <c>kubernetes</c> Service's.</summary>
    public string First => At(1);

    /// <summary>The address at an offset.</summary>
    public string At(long offset)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, start + (UInt128)offset);
        return new IPAddress(IsIPv6 ? bytes : bytes[12..]).ToString();
    }

    /// <summary>True for an address of the network, be it one that nobody can have.</summary>
    public bool Contains(IPAddress address) => network.Contains(address);

    /// <summary>True where another range lies inside this one.</summary>
    public bool Contains(ServiceRange other) => network.Contains(other.network.BaseAddress) && network.PrefixLength <= other.network.PrefixLength;

    /// <summary>True for an address that a Service can have.</summary>
    public bool Offers(IPAddress address)
    {
        if (!Contains(address)) return false;
        var offset = Number(address) - start;
        return offset > 0 && offset <= (UInt128)Last;
    }

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes : bytes[12..], out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
