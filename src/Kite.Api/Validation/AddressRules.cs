using System.Net;

namespace Kite.Api.Validation;

/// <summary>Checks which addresses endpoints may have.</summary>
internal static class AddressRules
{
    /// <summary>Refuses addresses that don't lead to another host.</summary>
    internal static void NotSpecial(string text, FieldPath path, FieldErrors errors)
    {
        if (!IPAddress.TryParse(text, out var address)) return;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) errors.Invalid(path, text, "may not be unspecified (0.0.0.0 or ::)");
        if (IPAddress.IsLoopback(address)) errors.Invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        var bytes = address.GetAddressBytes();
        if (address.IsIPv6LinkLocal || (bytes.Length == 4 && bytes[0] == 169 && bytes[1] == 254)) errors.Invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        if ((bytes.Length == 4 && bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0) || (bytes.Length == 16 && bytes[0] == 0xff && bytes[1] == 0x02))
            errors.Invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
}
