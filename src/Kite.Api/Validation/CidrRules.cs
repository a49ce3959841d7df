using System.Net;

namespace Kite.Api.Validation;

/// <summary>Reads networks in the notation <c>10.0.0.0/8</c>, as leniently as the API reads old ones.</summary>
internal static class CidrRules
{
    /// <summary>The network's first address and its prefix length, or null.</summary>
    internal static (IPAddress Address, int Length)? Parse(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || !Formats.IsAddress(text[..slash]) || !IPAddress.TryParse(text[..slash], out var address)) return null;
        var bits = address.GetAddressBytes().Length * 8;
        return int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var length) && length <= bits ? (address, length) : null;
    }

    /// <summary>What is wrong with a network, or null.</summary>
    internal static string? Check(string text) =>
        Parse(text) is null ? "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)" : null;

    /// <summary>What is wrong with a network that must be written in its one canonical form, or null.</summary>
    internal static string? CheckStrict(string text)
    {
        if (Parse(text) is not var (address, length)) return "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
        var network = $"{Masked(address, length)}/{length}";
        return network == text ? null : $"must be in canonical form (\"{network}\")";
    }

    /// <summary>True where the second network lies within the first and is smaller.</summary>
    internal static bool IsStrictSubset((IPAddress Address, int Length) network, (IPAddress Address, int Length) other) =>
        network.Address.AddressFamily == other.Address.AddressFamily && network.Length < other.Length
        && Masked(network.Address, network.Length).Equals(Masked(other.Address, network.Length));

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var at = 0; at < bytes.Length; at++)
        {
            var kept = Math.Clamp(length - (at * 8), 0, 8);
            bytes[at] &= (byte)(0xff << (8 - kept));
        }
        return new IPAddress(bytes);
    }
}
