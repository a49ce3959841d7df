using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>Shares a network out in blocks of equal size. The caller serialises calls.</summary>
internal sealed class CidrAllocator
{
    private readonly IPNetwork network;
    private readonly int prefixLength;
    private readonly BigInteger first;
    private readonly int blocks;
    private readonly HashSet<int> used = [];
    private int next;

    /// <summary>An allocator over a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="prefixLength">The prefix length of a block; no shorter than the network's own.</param>
    internal CidrAllocator(IPNetwork network, int prefixLength)
    {
        this.network = network;
        this.prefixLength = Math.Max(prefixLength, network.PrefixLength);
        first = new BigInteger(network.BaseAddress.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        blocks = 1 << Math.Min(this.prefixLength - network.PrefixLength, 24);
    }

    private int AddressBits => network.BaseAddress.AddressFamily is AddressFamily.InterNetworkV6 ? 128 : 32;

    /// <summary>Marks a block as used; one that isn't a block of this network is left alone.</summary>
    internal void Occupy(IPNetwork block)
    {
        if (IndexOf(block) is { } index) used.Add(index);
    }

    /// <summary>Gives a block back.</summary>
    internal void Release(IPNetwork block)
    {
        if (IndexOf(block) is { } index) used.Remove(index);
    }

    /// <summary>Takes a free block, not one given back just now if others are free; null where none is left.</summary>
    internal IPNetwork? Allocate()
    {
        for (var tried = 0; tried < blocks; tried++)
        {
            var index = (next + tried) % blocks;
            if (!used.Add(index)) continue;
            next = (index + 1) % blocks;
            return Block(index);
        }
        return null;
    }

    private IPNetwork Block(int index)
    {
        var address = first + (new BigInteger(index) << (AddressBits - prefixLength));
        var bytes = new byte[AddressBits / 8];
        var raw = address.ToByteArray(isUnsigned: true, isBigEndian: true);
        raw.CopyTo(bytes, bytes.Length - raw.Length);
        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }

    private int? IndexOf(IPNetwork block)
    {
        if (block.PrefixLength != prefixLength || block.BaseAddress.AddressFamily != network.BaseAddress.AddressFamily || !network.Contains(block.BaseAddress)) return null;
        var address = new BigInteger(block.BaseAddress.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        return (int)((address - first) >> (AddressBits - prefixLength));
    }
}
