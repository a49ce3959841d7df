using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kite.Api.Cel.Libraries.Urls;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>Formats of addresses and encodings.</summary>
internal static class NetworkFormats
{
    internal static bool IsAddress(string text) => Formats.IsAddress(text) && !HasLeadingZero(text);

    internal static bool IsCidr(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || !IsAddress(text[..slash]) || !IPAddress.TryParse(text.AsSpan(0, slash), out var address)) return false;
        var length = text.AsSpan(slash + 1);
        return length.Length is > 0 and <= 3 && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) &&
            bits <= (address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128);
    }

    /// <summary>Six, eight or twenty bytes, in pairs with colons or hyphens or in fours with dots.</summary>
    internal static bool IsMac(string text)
    {
        if (text.Length < 14) return false;
        var (separator, size) = text[2] is ':' or '-' ? (text[2], 2) : text[4] == '.' ? ('.', 4) : ('\0', 0);
        if (size == 0 || (text.Length + 1) % (size + 1) != 0) return false;
        var groups = text.Split(separator);
        return groups.All(group => group.Length == size && group.All(char.IsAsciiHexDigit)) && groups.Length * size / 2 is 6 or 8 or 20;
    }

    internal static bool IsBase64(string text)
    {
        if (text.Length % 4 != 0) return false;
        var body = text.AsSpan().TrimEnd('=');
        if (text.Length - body.Length > 2) return false;
        foreach (var character in body)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '/')) return false;
        }
        return true;
    }

    /// <summary>A URI as the first line of an HTTP request has it: with a scheme, or a path from the root.</summary>
    internal static bool IsRequestUri(string text) => GoUrl.ParseRequest(text, out _) is not null;

    private static bool HasLeadingZero(string text)
    {
        var dotted = text.AsSpan(text.LastIndexOf(':') + 1);
        if (!dotted.Contains('.')) return false;
        foreach (var part in dotted.Split('.'))
        {
            if (dotted[part] is { Length: > 1 } digits && digits[0] == '0') return true;
        }
        return false;
    }
}
