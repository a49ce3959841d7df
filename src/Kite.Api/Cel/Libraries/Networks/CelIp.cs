using System.Globalization;
using System.Text;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Networks;

/// <summary>An IP address: 4 or 16 octets.</summary>
internal sealed class CelIp(byte[] octets) : CelObject
{
    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Opaque("net.IP");

    /// <summary>The octets.</summary>
    internal ReadOnlySpan<byte> Octets => octets;

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;

    /// <summary>4 or 6.</summary>
    internal int Family => IsFour ? 4 : 6;

    /// <summary>True for an IPv4 address.</summary>
    internal bool IsFour => octets.Length == 4;

    /// <summary>True for 0.0.0.0 and ::.</summary>
    internal bool IsUnspecified => !Octets.ContainsAnyExcept((byte)0);

    /// <summary>True for 127.0.0.0/8 and ::1.</summary>
    internal bool IsLoopback => IsFour ? octets[0] == 127 : octets[15] == 1 && !Octets[..15].ContainsAnyExcept((byte)0);

    /// <summary>True for 224.0.0.0/4 and ff00::/8.</summary>
    internal bool IsMulticast => IsFour ? (octets[0] & 0xF0) == 0xE0 : octets[0] == 0xFF;

    /// <summary>True for 224.0.0.0/24 and ff02::/16, whatever the flags.</summary>
    internal bool IsLinkLocalMulticast => IsFour ? octets is [224, 0, 0, _] : octets[0] == 0xFF && (octets[1] & 0x0F) == 2;

    /// <summary>True for 169.254.0.0/16 and fe80::/10.</summary>
    internal bool IsLinkLocalUnicast => IsFour ? octets is [169, 254, _, _] : octets[0] == 0xFE && (octets[1] & 0xC0) == 0x80;

    /// <summary>True for what leads to one host, private addresses among them.</summary>
    internal bool IsGlobalUnicast => !IsUnspecified && !IsLoopback && !IsMulticast && !IsLinkLocalUnicast && octets is not [255, 255, 255, 255];

    /// <summary>Reads an address; null with the error where the text is none, has a zone or is an IPv4 address in IPv6's clothes.</summary>
    internal static CelIp? Parse(string text, out string error)
    {
        var parsed = AddressParser.Parse(text, out var zone, out var problem);
        error = parsed is null ? $"IP Address {GoString.Quote(text)} parse error during conversion from string: {problem}"
            : zone.Length > 0 ? $"IP address {GoString.Quote(text)} with zone value is not allowed"
            : IsMapped(parsed) ? $"IPv4-mapped IPv6 address {GoString.Quote(text)} is not allowed"
            : "";
        return error.Length == 0 ? new CelIp(parsed!) : null;
    }

    /// <summary>True for ::ffff:0:0/96.</summary>
    internal static bool IsMapped(ReadOnlySpan<byte> address) =>
        address.Length == 16 && address[10] == 0xFF && address[11] == 0xFF && !address[..10].ContainsAnyExcept((byte)0);

    /// <summary>The address with all bits but so many set to zero.</summary>
    internal CelIp Masked(int bits)
    {
        var masked = octets.ToArray();
        for (var i = 0; i < masked.Length; i++) masked[i] &= (byte)(0xFF00 >> Math.Clamp(bits - (i * 8), 0, 8));
        return new CelIp(masked);
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is CelIp ip && Octets.SequenceEqual(ip.Octets);

    /// <inheritdoc/>
    public override int HashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(octets);
        return hash.ToHashCode();
    }

    /// <summary>The canonical form: in IPv6 the longest run of zeros is left out.</summary>
    public override string ToString()
    {
        if (IsFour) return string.Join('.', octets);
        var (start, length) = LongestZeros();
        var builder = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            if (i == start)
            {
                builder.Append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && i != start + length) builder.Append(':');
            builder.Append(CultureInfo.InvariantCulture, $"{Group(i):x}");
        }
        return builder.ToString();
    }

    private int Group(int index) => (octets[index * 2] << 8) | octets[(index * 2) + 1];

    private (int Start, int Length) LongestZeros()
    {
        var (best, length) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var end = i;
            while (end < 8 && Group(end) == 0) end++;
            if (end - i > length) (best, length) = (i, end - i);
            if (end > i) i = end - 1;
        }
        return (best, best < 0 ? 0 : length);
    }
}
