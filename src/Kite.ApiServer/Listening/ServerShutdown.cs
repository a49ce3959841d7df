using Kite.ApiServer.FlowControl;
using Kite.ApiServer.Health;
using Kite.ApiServer.WatchCache;
using Microsoft.AspNetCore.Hosting.Server;

namespace Kite.ApiServer.Listening;

/// <summary>Stops the server without hurting anybody: it is unready first, watches end, requests are finished, and what still runs is cut after a while.</summary>
internal sealed class ServerShutdown(ResourceCaches caches, RequestFlow flow, ApiServerOptions options, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(50);
    private volatile bool isStopping;

    /// <inheritdoc/>
    public string Name => "shutdown";

    /// <inheritdoc/>
    public bool IsVital => false;

    /// <inheritdoc/>
    public string? Check() => isStopping ? "process is shutting down" : null;

    /// <summary>Stops a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Cuts everything at once.</param>
    public async Task StopAsync(IServer server, CancellationToken cancellationToken)
    {
        isStopping = true;
        if (options.ShutdownDelay > TimeSpan.Zero) await Task.Delay(options.ShutdownDelay, time, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RequestPatience);
        var stopped = server.StopAsync(patience.Token);
        var isIdle = false;
        while (!stopped.IsCompleted)
        {
            // Again and again: a client may have begun to watch anew before it heard that this is the end.
            foreach (var cache in caches.All) cache.EndWatches();
            if (!isIdle && flow.Inflight.Mutating + flow.Inflight.ReadOnly == 0)
            {
                // What is left are streams, which have no end of their own.
                isIdle = true;
                patience.CancelAfter(StreamPatience);
            }
            await Task.WhenAny(stopped, Task.Delay(LookPeriod, time, CancellationToken.None));
        }
        await stopped;
    }
}
