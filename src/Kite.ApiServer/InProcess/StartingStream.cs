using Kite.ApiServer.Streaming;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.ApiServer.InProcess;

/// <summary>The response's body as a stream over its writer.</summary>
internal sealed class StartingStream(IHttpResponseBodyFeature body) : ForwardStream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken) => await body.Writer.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await body.Writer.WriteAsync(buffer, cancellationToken);
}
