using System.Globalization;

namespace Kite.Api.Cel.Libraries.Networks;

/// <summary>Reads IP addresses as strictly as Go's <c>netip.ParseAddr</c>, and says what is wrong in its words.</summary>
internal static class AddressParser
{
    /// <summary>The octets, 4 or 16, and the zone; null with the error where the text is no address.</summary>
    internal static byte[]? Parse(string text, out string zone, out string error)
    {
        (zone, error) = ("", "");
        foreach (var character in text)
        {
            switch (character)
            {
                case '.':
                    var octets = new byte[4];
                    error = ParseFields(text, 0, text.Length, octets) ?? "";
                    return error.Length == 0 ? octets : null;
                case ':':
                    return ParseSix(text, out zone, out error);
                case '%':
                    error = Problem(text, "missing IPv6 address");
                    return null;
            }
        }
        error = Problem(text, "unable to parse IP");
        return null;
    }

    private static string Problem(string text, string message, string at = "") =>
        $"ParseAddr({GoString.Quote(text)}): {message}{(at.Length == 0 ? "" : $" (at {GoString.Quote(at)})")}";

    private static string? ParseFields(string text, int start, int end, Span<byte> fields)
    {
        var (value, field, digits) = (0, 0, 0);
        for (var i = start; i < end; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                if (digits == 1 && value == 0) return Problem(text, "IPv4 field has octet with leading zero");
                value = (value * 10) + text[i] - '0';
                digits++;
                if (value > 255) return Problem(text, "IPv4 field has value >255");
            }
            else if (text[i] == '.')
            {
                if (i == start || i == end - 1 || text[i - 1] == '.') return Problem(text, "IPv4 field must have at least one digit", text[i..end]);
                if (field == 3) return Problem(text, "IPv4 address too long");
                fields[field++] = (byte)value;
                (value, digits) = (0, 0);
            }
            else
            {
                return Problem(text, "unexpected character", text[i..end]);
            }
        }
        if (field < 3) return Problem(text, "IPv4 address too short");
        fields[3] = (byte)value;
        return null;
    }

    private static byte[]? ParseSix(string text, out string zone, out string error)
    {
        (zone, error) = ("", "");
        var end = text.IndexOf('%');
        if (end >= 0)
        {
            zone = text[(end + 1)..];
            if (zone.Length == 0)
            {
                error = Problem(text, "zone must be a non-empty string");
                return null;
            }
        }
        var octets = new byte[16];
        error = new Groups(text, end < 0 ? text.Length : end).Read(octets) ?? "";
        return error.Length == 0 ? octets : null;
    }

    /// <summary>The groups of an IPv6 address while they are read.</summary>
    private ref struct Groups(string text, int end)
    {
        private int position;
        private int count;
        private int ellipsis = -1;

        private readonly string Rest => text[position..end];

        internal string? Read(Span<byte> octets)
        {
            if (text.StartsWith("::", StringComparison.Ordinal) && end >= 2)
            {
                (ellipsis, position) = (0, 2);
                if (position == end) return null;
            }
            while (count < 16)
            {
                var problem = ReadGroup(octets, out var isLast);
                if (problem is not null) return problem;
                if (isLast) break;
            }
            if (position < end) return Problem(text, "trailing garbage after address", Rest);
            return Expand(octets);
        }

        private string? ReadGroup(Span<byte> octets, out bool isLast)
        {
            isLast = false;
            var start = position;
            while (position < end && char.IsAsciiHexDigit(text[position]))
            {
                if (++position - start > 4) return Problem(text, "each group must have 4 or less digits", text[start..end]);
            }
            if (position == start) return Problem(text, "each colon-separated field must have at least one digit", Rest);
            if (position < end && text[position] == '.')
            {
                isLast = true;
                return ReadEmbedded(octets, start);
            }
            var value = ushort.Parse(text.AsSpan(start, position - start), NumberStyles.HexNumber);
            (octets[count], octets[count + 1]) = ((byte)(value >> 8), (byte)value);
            count += 2;
            isLast = position == end;
            return isLast ? null : ReadColon(out isLast);
        }

        private string? ReadEmbedded(Span<byte> octets, int start)
        {
            if (ellipsis < 0 && count != 12) return Problem(text, "embedded IPv4 address must replace the final 2 fields of the address", text[start..end]);
            if (count + 4 > 16) return Problem(text, "too many hex fields to fit an embedded IPv4 at the end of the address", text[start..end]);
            var problem = ParseFields(text, start, end, octets.Slice(count, 4));
            count += 4;
            position = end;
            return problem;
        }

        private string? ReadColon(out bool isLast)
        {
            isLast = false;
            if (text[position] != ':') return Problem(text, "unexpected character, want colon", Rest);
            if (position + 1 == end) return Problem(text, "colon must be followed by more characters", Rest);
            position++;
            if (text[position] != ':') return null;
            if (ellipsis >= 0) return Problem(text, "multiple :: in address", Rest);
            ellipsis = count;
            position++;
            isLast = position == end;
            return null;
        }

        private readonly string? Expand(Span<byte> octets)
        {
            if (count == 16) return ellipsis < 0 ? null : Problem(text, "the :: must expand to at least one field of zeros");
            if (ellipsis < 0) return Problem(text, "address string too short");
            var tail = octets[ellipsis..count];
            tail.CopyTo(octets[(16 - tail.Length)..]);
            octets[ellipsis..(16 - tail.Length)].Clear();
            return null;
        }
    }
}
