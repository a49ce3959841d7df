using System.IO.Pipelines;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.Registry.Verbs;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>Answers with a stream of watch events.</summary>
internal sealed class WatchResponse(WatchFrames frames, ResourceCaches caches)
{
    private const int FlushBytes = 32 * 1024;

    /// <summary>Sends events until the watch's time is up or the watcher is cut off.</summary>
    public async Task WriteAsync(ApiRequest request, ServedResource served, WatchStart start, CancellationToken timeUp, CancellationToken cancellationToken)
    {
        var response = request.Context.Response;
        var frame = frames.For(request, served);
        response.ContentType = frame.ContentType;
        response.Headers.CacheControl = "no-cache, private";
        var output = response.BodyWriter;
        var watcher = start.Watcher;
        foreach (var value in start.Initial)
        {
            if (!watcher.Selection.Includes(value)) continue;
            frame.Write(output, WatchEventType.Added, await served.ShowAsync(value, cancellationToken));
            if (output.UnflushedBytes > FlushBytes) await output.FlushAsync(cancellationToken);
        }
        foreach (var change in start.Past)
        {
            if (watcher.Seen(change) is not { } item) continue;
            frame.Write(output, item.Type, await served.ShowAsync(item.Object!, cancellationToken));
            if (output.UnflushedBytes > FlushBytes) await output.FlushAsync(cancellationToken);
        }
        if (start.InitialEnd > 0) frame.WriteBookmark(output, start.InitialEnd, isInitialEnd: true);
        await output.FlushAsync(cancellationToken);
        request.Record?.Flow?.Release();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeUp, cancellationToken);
        try
        {
            await FollowAsync(output, frame, served, watcher, end.Token);
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The usual end: say how far it went, so that the next watch can start there.
            var revision = served.Cache.SettledRevision(caches.Revision);
            if (watcher.WantsBookmarks && watcher.Items.Count == 0) frame.WriteBookmark(output, revision, isInitialEnd: false);
            await output.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Answers with the one event that says why there are no others.</summary>
    public async Task WriteErrorAsync(ApiRequest request, ServedResource served, ApiStatusException failure, CancellationToken cancellationToken)
    {
        var response = request.Context.Response;
        var frame = frames.For(request, served);
        response.ContentType = frame.ContentType;
        response.Headers.CacheControl = "no-cache, private";
        frame.WriteError(response.BodyWriter, failure);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static async Task FollowAsync(PipeWriter output, IWatchFrame frame, ServedResource served, Watcher watcher, CancellationToken cancellationToken)
    {
        while (await watcher.Items.WaitToReadAsync(cancellationToken))
        {
            while (watcher.Items.TryRead(out var item))
            {
                if (item.Object is null) frame.WriteBookmark(output, item.Revision, isInitialEnd: false);
                else frame.Write(output, item.Type, served.Form is null ? item.Object : await served.ShowAsync(item.Object, cancellationToken));
                if (output.UnflushedBytes > FlushBytes && (await output.FlushAsync(cancellationToken)).IsCompleted) return;
            }
            if ((await output.FlushAsync(cancellationToken)).IsCompleted) return;
        }
    }
}
