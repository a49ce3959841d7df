using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Kite.Agent.Server.Spdy;

namespace Kite.Agent.Server.Forwarding;

/// <summary>A pair of SPDY streams: data, and what went wrong.</summary>
internal sealed class SpdyForwardedStream(SpdyStream data, SpdyStream error) : IForwardedStream
{
    public ushort? Port => ushort.TryParse(data.Headers.GetValueOrDefault("port"), CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;

    public PipeReader Input => data.Input;

    public CancellationToken Aborted => data.Aborted;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => data.WriteAsync(bytes, cancellationToken);

    public async Task EndAsync(string failure, CancellationToken cancellationToken)
    {
        await error.Input.CompleteAsync();
        if (failure.Length > 0) await error.WriteAsync(Encoding.UTF8.GetBytes(failure), cancellationToken);
        await error.CloseOutputAsync(cancellationToken);
        await data.CloseOutputAsync(cancellationToken);
    }
}
