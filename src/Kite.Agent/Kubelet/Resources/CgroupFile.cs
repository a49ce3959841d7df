using System.Buffers.Text;
using System.Text;

namespace Kite.Agent.Kubelet.Resources;

/// <summary>Reads and writes the small files of cgroup file systems and of /proc.</summary>
internal static class CgroupFile
{
    private const int LongestFile = 16 * 1024;

    /// <summary>The number that a file holds; null where it can't be read or holds none, as for <c>max</c>.</summary>
    public static long? Number(string path)
    {
        Span<byte> buffer = stackalloc byte[64];
        var text = Read(path, buffer);
        return Utf8Parser.TryParse(text, out long number, out _) ? number : null;
    }

    /// <summary>The numbers of a file with lines <c>key number</c>, in the order of the keys; 0 for a key that isn't there. False where the file can't be read.</summary>
    /// <remarks>A colon after the key and blanks before the number don't matter.</remarks>
    public static bool Numbers(string path, ReadOnlySpan<string> keys, Span<long> numbers)
    {
        numbers.Clear();
        Span<byte> buffer = stackalloc byte[LongestFile];
        var text = Read(path, buffer);
        if (text.IsEmpty) return false;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var end = line.IndexOfAny((byte)' ', (byte)':');
            if (end <= 0) continue;
            for (var i = 0; i < keys.Length; i++)
            {
                if (end != keys[i].Length || !Ascii.Equals(line[..end], keys[i])) continue;
                if (Utf8Parser.TryParse(line[(end + 1)..].TrimStart((byte)' '), out long number, out _)) numbers[i] = number;
            }
        }
        return true;
    }

    /// <summary>Writes a value.</summary>
    /// <exception cref="IOException">The kernel refuses it.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not.</exception>
    public static void Write(string path, string value)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(value), 0);
    }

    /// <summary>The beginning of a file, as far as the buffer reaches; empty where it can't be read.</summary>
    public static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var length = 0;
            while (length < buffer.Length && RandomAccess.Read(file, buffer[length..], length) is > 0 and var count) length += count;
            return buffer[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
