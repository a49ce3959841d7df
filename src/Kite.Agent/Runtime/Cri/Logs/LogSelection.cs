using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kite.Agent.Runtime.Cri.Logs;

/// <summary>Writes the lines of a log that a query asks for, in the form that it asks for.</summary>
internal sealed class LogSelection(LogQuery query, Stream output)
{
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private long left = query.LimitBytes ?? long.MaxValue;
    private bool isLineBegun;

    /// <summary>True once no more may be written.</summary>
    public bool IsFull => left <= 0;

    /// <summary>Adds a line of the log file, without its end.</summary>
    public void Add(ReadOnlyMemory<byte> line)
    {
        if (!LogLine.TryParse(line, out var parsed) || !(parsed.IsError ? query.Stderr : query.Stdout) || IsTooOld(parsed)) return;
        if (query.Timestamps && !isLineBegun)
        {
            Append(parsed.Time.Span);
            Append(" "u8);
        }
        Append(parsed.Content.Span);
        if (!parsed.IsPartial) Append("\n"u8);
        isLineBegun = parsed.IsPartial;
    }

    /// <summary>Sends what was added.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (buffer.WrittenCount == 0) return;
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        if (query.Follow) await output.FlushAsync(cancellationToken);
        buffer.ResetWrittenCount();
    }

    private bool IsTooOld(LogLine line) => query.Since is { } since
        && DateTimeOffset.TryParse(Encoding.ASCII.GetString(line.Time.Span), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time < since;

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var part = bytes[..(int)Math.Min(left, bytes.Length)];
        buffer.Write(part);
        left -= part.Length;
    }
}
