using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Kite.Api.Client;

/// <summary>The frames of a watch: one JSON document per line.</summary>
internal static class JsonLines
{
    /// <summary>Yields every line; its memory is valid until the next one is asked for.</summary>
    /// <exception cref="HttpRequestException">The stream broke off.</exception>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        try
        {
            while (true)
            {
                var result = await NextAsync(reader, cancellationToken);
                var buffer = result.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    if (!line.IsEmpty) yield return line.IsSingleSegment ? line.First : line.ToArray();
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted) yield break;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static async ValueTask<ReadResult> NextAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"the watch broke off: {e.Message}", e);
        }
    }
}
