using System.IO.Pipelines;
using System.Net;

namespace Kite.ApiServer.InProcess;

/// <summary>The response's body as the client reads it; disposing it before its end aborts the request.</summary>
internal sealed class InProcessContent(PipeReader reader, Action abort) : HttpContent
{
    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(reader.AsStream());

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => reader.CopyToAsync(stream);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Complete();
            abort();
        }
        base.Dispose(disposing);
    }
}
