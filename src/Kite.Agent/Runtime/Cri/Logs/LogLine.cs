namespace Kite.Agent.Runtime.Cri.Logs;

/// <summary>A line of a log as CRI has it: <c>2026-01-02T03:04:05.123456789Z stdout F text</c>.</summary>
/// <param name="Time">When it was written, RFC 3339 with nanoseconds.</param>
/// <param name="IsError">True for standard error.</param>
/// <param name="IsPartial">True where the rest of what the process wrote as one line follows.</param>
/// <param name="Content">What the process wrote, without the end of the line.</param>
internal readonly record struct LogLine(ReadOnlyMemory<byte> Time, bool IsError, bool IsPartial, ReadOnlyMemory<byte> Content)
{
    /// <summary>Reads a line without its end; false where it isn't one, such as a line that a crash has cut short.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, out LogLine parsed)
    {
        parsed = default;
        if (!TryTake(ref line, out var time) || !TryTake(ref line, out var stream) || !TryTake(ref line, out var tags)) return false;
        var isError = stream.Span.SequenceEqual("stderr"u8);
        if (!isError && !stream.Span.SequenceEqual("stdout"u8)) return false;
        // Tags are separated by colons; the first is the one that is defined.
        parsed = new LogLine(time, isError, tags.Length > 0 && tags.Span[0] == (byte)'P', line);
        return true;
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> word)
    {
        var end = rest.Span.IndexOf((byte)' ');
        word = end < 0 ? default : rest[..end];
        if (end >= 0) rest = rest[(end + 1)..];
        return end >= 0;
    }
}
