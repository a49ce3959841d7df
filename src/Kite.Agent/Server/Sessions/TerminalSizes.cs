using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kite.Agent.Server.Sessions;

/// <summary>Reads terminal sizes: flat JSON objects one after the other, <c>{"Width":80,"Height":24}</c>.</summary>
internal static class TerminalSizes
{
    private const int MaxObject = 1024;

    /// <summary>The sizes up to the end of the input, or to the first thing that isn't one.</summary>
    public static async IAsyncEnumerable<(int Columns, int Rows)> ReadAllAsync(PipeReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            var isSound = true;
            while (isSound && buffer.PositionOf((byte)'}') is { } end)
            {
                var next = buffer.GetPosition(1, end);
                isSound = TryParse(buffer.Slice(0, next).ToArray(), out var size);
                buffer = buffer.Slice(next);
                if (isSound && size is { Columns: > 0, Rows: > 0 }) yield return size;
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (!isSound || read.IsCompleted || buffer.Length > MaxObject) yield break;
        }
    }

    private static bool TryParse(byte[] json, out (int Columns, int Rows) size)
    {
        size = default;
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!property.Value.TryGetUInt16(out var value)) return false;
                if (property.Name.Equals("width", StringComparison.OrdinalIgnoreCase)) size.Columns = value;
                else if (property.Name.Equals("height", StringComparison.OrdinalIgnoreCase)) size.Rows = value;
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
