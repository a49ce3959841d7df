using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Responses;

/// <summary>Keeps streams from waiting for ever for clients that don't read.</summary>
internal static class SlowClients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends what was written. A client that takes none of it for a minute is cut off.</summary>
    /// <returns>False where nobody reads anymore.</returns>
    public static ValueTask<bool> FlushAsync(HttpContext context, PipeWriter output, CancellationToken cancellationToken)
    {
        var flush = output.FlushAsync(cancellationToken);
        return flush.IsCompletedSuccessfully ? new(!flush.Result.IsCompleted) : WaitAsync(context, flush);
    }

    private static async ValueTask<bool> WaitAsync(HttpContext context, ValueTask<FlushResult> flush)
    {
        try
        {
            return !(await flush.AsTask().WaitAsync(Patience)).IsCompleted;
        }
        catch (TimeoutException)
        {
            context.Abort();
            return false;
        }
    }
}
