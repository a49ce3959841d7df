namespace Kite.Agent.Dns.Messages;

/// <summary>Domain names on the wire (RFC 1035, 3.1 and 4.1.4). In memory a name is lower-case, with dots and without the last one; the root is empty.</summary>
internal static class DnsName
{
    private const int LongestName = 255;
    private const byte Pointer = 0xC0;

    /// <summary>Reads a name and steps behind it. False for a name that is cut off, too long, or whose pointers don't lead strictly backwards (so that loops end).</summary>
    /// <remarks>Bytes are taken as Latin-1. A label with a dot in it could be mistaken for two and is refused.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int offset, out string name)
    {
        name = "";
        Span<char> text = stackalloc char[LongestName];
        var length = 0;
        var position = offset;
        var earliest = offset;
        var hasJumped = false;
        while (true)
        {
            if (position >= message.Length) return false;
            var size = message[position];
            if (size == 0) break;
            if ((size & Pointer) == Pointer)
            {
                if (position + 1 >= message.Length) return false;
                var target = ((size & 0x3F) << 8) | message[position + 1];
                if (target >= earliest) return false;
                if (!hasJumped) offset = position + 2;
                hasJumped = true;
                position = earliest = target;
                continue;
            }
            if ((size & Pointer) != 0 || position + 1 + size > message.Length || length + size + 1 > LongestName - 1) return false;
            if (length > 0) text[length++] = '.';
            foreach (var letter in message.Slice(position + 1, size))
            {
                if (letter == '.') return false;
                text[length++] = letter is >= (byte)'A' and <= (byte)'Z' ? (char)(letter | 0x20) : (char)letter;
            }
            position += 1 + size;
        }
        if (!hasJumped) offset = position + 1;
        name = new string(text[..length]);
        return true;
    }

    /// <summary>Steps behind a name without reading it.</summary>
    public static bool TrySkip(ReadOnlySpan<byte> message, ref int offset)
    {
        while (offset < message.Length)
        {
            var size = message[offset];
            if ((size & Pointer) == Pointer)
            {
                offset += 2;
                return offset <= message.Length;
            }
            if ((size & Pointer) != 0) return false;
            offset += 1 + size;
            if (size == 0) return offset <= message.Length;
        }
        return false;
    }

    /// <summary>True for a name that can be written: labels of 1 to 63 bytes, 253 in all.</summary>
    public static bool IsWritable(string name) =>
        name.Length <= 253 && (name.Length == 0 || name.Split('.').All(label => label.Length is > 0 and < 64));
}
