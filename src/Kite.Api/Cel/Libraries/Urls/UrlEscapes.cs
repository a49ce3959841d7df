using System.Text;

namespace Kite.Api.Cel.Libraries.Urls;

/// <summary>Escapes in URLs as Go's <c>net/url</c> reads and writes them. A string here holds one octet in each character.</summary>
internal static class UrlEscapes
{
    /// <summary>True where an octet of the part has to be escaped.</summary>
    internal static bool IsNeeded(char octet, UrlPart part)
    {
        if (char.IsAsciiLetterOrDigit(octet)) return false;
        if (part is UrlPart.Host or UrlPart.Zone && "!$&'()*+,;=:[]<>\"".Contains(octet)) return false;
        if ("-_.~".Contains(octet)) return false;
        if ("$&+,/:;=?@".Contains(octet))
        {
            return part switch
            {
                UrlPart.Path => octet == '?',
                UrlPart.User => octet is '@' or '/' or '?' or ':',
                UrlPart.Query => true,
                UrlPart.Fragment => false,
                _ => true,
            };
        }
        return part is not UrlPart.Fragment || !"!()*".Contains(octet);
    }

    /// <summary>The text with its escapes resolved; null with the error where one is malformed.</summary>
    internal static string? Unescape(string text, UrlPart part, out string error)
    {
        error = Check(text, part) ?? "";
        if (error.Length > 0) return null;
        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                builder.Append((char)Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                builder.Append(text[i] == '+' && part is UrlPart.Query ? ' ' : text[i]);
            }
        }
        return builder.ToString();
    }

    /// <summary>The text with escapes where they are needed.</summary>
    internal static string Escape(string text, UrlPart part)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var octet in text)
        {
            if (!IsNeeded(octet, part)) builder.Append(octet);
            else if (octet == ' ' && part is UrlPart.Query) builder.Append('+');
            else builder.Append('%').Append(Convert.ToHexString([(byte)octet]));
        }
        return builder.ToString();
    }

    /// <summary>True where a path is escaped as it must be, if not as this would do it.</summary>
    internal static bool IsEscapedPath(string text)
    {
        foreach (var octet in text)
        {
            if (!"!$&'()*+,;=:@[]%".Contains(octet) && IsNeeded(octet, UrlPart.Path)) return false;
        }
        return true;
    }

    private static string? Check(string text, UrlPart part)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return Invalid(text.Substring(i, Math.Min(3, text.Length - i)));
                if (!MayEscape(text.Substring(i, 3), part)) return Invalid(text.Substring(i, 3));
                i += 2;
            }
            else if (part is UrlPart.Host or UrlPart.Zone && text[i] < 0x80 && IsNeeded(text[i], part))
            {
                return $"invalid character {GoString.Quote(text[i].ToString())} in host name";
            }
        }
        return null;
    }

    /// <summary>Hosts escape only what isn't ASCII, zones only what could stand there as it is.</summary>
    private static bool MayEscape(string escape, UrlPart part)
    {
        if (part is not (UrlPart.Host or UrlPart.Zone) || escape == "%25") return true;
        var octet = (char)Convert.ToByte(escape[1..], 16);
        return part is UrlPart.Host ? octet >= 0x80 : octet == ' ' || !IsNeeded(octet, UrlPart.Host);
    }

    private static string Invalid(string escape) => $"invalid URL escape {GoString.Quote(escape)}";
}
