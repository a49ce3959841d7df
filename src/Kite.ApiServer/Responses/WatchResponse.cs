using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.Registry.Verbs;
using Kite.ApiServer.Streaming;
using Kite.ApiServer.WatchCache;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Responses;

/// <summary>Answers with a stream of watch events.</summary>
internal sealed class WatchResponse(WatchFrames frames, ResourceCaches caches, WatchMetrics metrics)
{
    private const int FlushBytes = 32 * 1024;

    /// <summary>Sends events until the watch's time is up or the watcher is cut off.</summary>
    public Task WriteAsync(ApiRequest request, ServedResource served, WatchStart start, CancellationToken timeUp, CancellationToken cancellationToken)
    {
        var frame = Begin(request, served);
        return IsForSocket(request, frame)
            ? SendToSocketAsync(request, token => SendAsync(request, served, frame, start, timeUp, token), cancellationToken)
            : SendAsync(request, served, frame, start, timeUp, cancellationToken);
    }

    /// <summary>Answers with the one event that says why there are no others.</summary>
    public Task WriteErrorAsync(ApiRequest request, ServedResource served, ApiStatusException failure, CancellationToken cancellationToken)
    {
        var frame = Begin(request, served);
        return IsForSocket(request, frame) ? SendToSocketAsync(request, SendErrorAsync, cancellationToken) : SendErrorAsync(cancellationToken);

        async Task SendErrorAsync(CancellationToken token)
        {
            frame.WriteError(request.Context.Response.BodyWriter, failure);
            await request.Context.Response.BodyWriter.FlushAsync(token);
        }
    }

    private IWatchFrame Begin(ApiRequest request, ServedResource served)
    {
        var response = request.Context.Response;
        var frame = frames.For(request, served);
        response.ContentType = frame.ContentType;
        response.Headers.CacheControl = "no-cache, private";
        return frame;
    }

    private static bool IsForSocket(ApiRequest request, IWatchFrame frame) => frame is JsonWatchFrame && MessageWiseUpgrade.IsRequested(request.Context.Request);

    private static async Task SendToSocketAsync(ApiRequest request, Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        await using var socket = await WatchSocket.AcceptAsync(request.Context);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, socket?.Closed ?? CancellationToken.None);
        try
        {
            await send(end.Token);
        }
        catch (OperationCanceledException) when (socket is { Closed.IsCancellationRequested: true })
        {
            // The client has seen enough.
        }
    }

    private async Task SendAsync(ApiRequest request, ServedResource served, IWatchFrame frame, WatchStart start, CancellationToken timeUp, CancellationToken cancellationToken)
    {
        var output = request.Context.Response.BodyWriter;
        var watcher = start.Watcher;
        var counted = metrics.Of(served.Resource);
        var shown = 0;
        foreach (var value in start.Initial)
        {
            if (!watcher.Selection.Includes(value)) continue;
            shown++;
            frame.Write(output, WatchEventType.Added, await served.ShowAsync(value, cancellationToken));
            if (output.UnflushedBytes > FlushBytes && !await SlowClients.FlushAsync(request.Context, output, cancellationToken)) return;
        }
        foreach (var change in start.Past)
        {
            if (watcher.Seen(change) is not { } item) continue;
            frame.Write(output, item.Type, await served.ShowAsync(item.Object!, cancellationToken));
            if (output.UnflushedBytes > FlushBytes && !await SlowClients.FlushAsync(request.Context, output, cancellationToken)) return;
        }
        counted.Begin(shown);
        if (start.InitialEnd > 0) frame.WriteBookmark(output, start.InitialEnd, isInitialEnd: true);
        if (!await SlowClients.FlushAsync(request.Context, output, cancellationToken)) return;
        request.Record?.Flow?.Release();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeUp, cancellationToken);
        try
        {
            await FollowAsync(request.Context, frame, served, watcher, counted, end.Token);
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The usual end: say how far it went, so that the next watch can start there.
            var revision = served.Cache.SettledRevision(caches.Revision);
            if (watcher.WantsBookmarks && watcher.Items.Count == 0) frame.WriteBookmark(output, revision, isInitialEnd: false);
            await SlowClients.FlushAsync(request.Context, output, cancellationToken);
        }
    }

    private static async Task FollowAsync(HttpContext context, IWatchFrame frame, ServedResource served, Watcher watcher, WatchSeries counted, CancellationToken cancellationToken)
    {
        var output = context.Response.BodyWriter;
        while (await watcher.Items.WaitToReadAsync(cancellationToken))
        {
            while (watcher.Items.TryRead(out var item))
            {
                var before = output.UnflushedBytes;
                if (item.Object is null) frame.WriteBookmark(output, item.Revision, isInitialEnd: false);
                else frame.Write(output, item.Type, served.Form is null ? item.Object : await served.ShowAsync(item.Object, cancellationToken));
                counted.Size.Observe(output.UnflushedBytes - before);
                if (output.UnflushedBytes > FlushBytes && !await SlowClients.FlushAsync(context, output, cancellationToken)) return;
            }
            if (!await SlowClients.FlushAsync(context, output, cancellationToken)) return;
        }
    }
}
