using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Networks;

/// <summary>An address with the length of its network's prefix, such as <c>10.0.0.1/8</c>. The bits beyond the prefix count for equality.</summary>
/// <param name="address">The address.</param>
/// <param name="bits">The length of the prefix.</param>
internal sealed class CelCidr(CelIp address, int bits) : CelObject
{
    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Opaque("net.CIDR");

    /// <summary>The address.</summary>
    internal CelIp Address => address;

    /// <summary>The length of the prefix.</summary>
    internal int Bits => bits;

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;

    /// <summary>Reads an address with a prefix; null with the error where the text is none.</summary>
    internal static CelCidr? Parse(string text, out string error)
    {
        var cidr = Parse(text, text.LastIndexOf('/'), out var problem);
        error = problem.Length == 0 ? "" : $"network address parse error during conversion from string: netip.ParsePrefix({GoString.Quote(text)}): {problem}";
        if (cidr is null || !CelIp.IsMapped(cidr.Address.Octets)) return cidr;
        error = $"IPv4-mapped IPv6 address {GoString.Quote(text)} is not allowed";
        return null;
    }

    /// <summary>True where the address is in the network.</summary>
    internal bool Contains(CelIp other) => other.IsFour == address.IsFour && other.Masked(bits).EqualTo(address.Masked(bits));

    /// <summary>True where the network lies within this one or is the same. Upstream asks that the other's address is the first of this network.</summary>
    internal bool Contains(CelCidr other) =>
        bits <= other.Bits && other.Address.IsFour == address.IsFour && other.Address.Masked(bits).EqualTo(address.Masked(bits));

    /// <summary>The network itself: the bits beyond the prefix are zero.</summary>
    internal CelCidr Masked() => new(address.Masked(bits), bits);

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is CelCidr cidr && cidr.Bits == bits && cidr.Address.EqualTo(address);

    /// <inheritdoc/>
    public override int HashCode() => System.HashCode.Combine(address.HashCode(), bits);

    /// <inheritdoc/>
    public override string ToString() => $"{address}/{bits}";

    private static CelCidr? Parse(string text, int slash, out string problem)
    {
        problem = "no '/'";
        if (slash < 0) return null;
        var octets = AddressParser.Parse(text[..slash], out var zone, out problem);
        if (octets is null) return null;
        problem = "IPv6 zones cannot be present in a prefix";
        if (zone.Length > 0) return null;
        var digits = text[(slash + 1)..];
        problem = $"bad bits after slash: {GoString.Quote(digits)}";
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0')) return null;
        if (!long.TryParse(digits, out var bits)) return null;
        problem = "prefix length out of range";
        if (bits > octets.Length * 8) return null;
        problem = "";
        return new CelCidr(new CelIp(octets), (int)bits);
    }
}
