using System.Globalization;
using Kite.Agent.Runtime;
using Kite.Agent.Server.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/containerLogs/{namespace}/{pod}/{container}</c>: a container's log as plain text, or in messages of a WebSocket.</summary>
internal sealed class LogsEndpoint(NodePods pods, IRuntimeStreams runtime, TimeProvider clock) : IKubeletEndpoint
{
    public string Name => "containerLogs";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        var (pod, container) = ContainerPath.Read(pods, segments);
        var query = Read(context.Request.Query) with { Tty = NodePods.Spec(pod, container).Tty == true };
        var id = pods.ForLogs(pod, container, Flag(context.Request.Query, "previous"));
        if (WebSocketHandshake.IsRequested(context.Request))
        {
            await using var messages = await MessageStream.AcceptAsync(context, cancellationToken);
            await runtime.ReadLogsAsync(id, query, messages, cancellationToken);
            await messages.FinishAsync(cancellationToken);
            return;
        }
        context.Response.ContentType = "text/plain";
        // A follower gets its answer at once, even where the log is empty so far.
        if (query.Follow) await context.Response.StartAsync(cancellationToken);
        if (query.Follow) await context.Response.Body.FlushAsync(cancellationToken);
        try
        {
            await runtime.ReadLogsAsync(id, query, context.Response.Body, cancellationToken);
        }
        catch (RuntimeNotFoundException) when (!context.Response.HasStarted)
        {
            throw new KubeletRequestException(StatusCodes.Status404NotFound, $"unable to retrieve container logs for docker://{id}");
        }
    }

    private LogQuery Read(IQueryCollection query)
    {
        DateTimeOffset? since = Number(query, "sinceSeconds") is { } seconds ? clock.GetUtcNow() - TimeSpan.FromSeconds(seconds) : null;
        if (query["sinceTime"].ToString() is { Length: > 0 } text)
            since = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Invalid("sinceTime", text);
        return new LogQuery
        {
            Follow = Flag(query, "follow"),
            Timestamps = Flag(query, "timestamps"),
            TailLines = Number(query, "tailLines"),
            LimitBytes = Number(query, "limitBytes"),
            Since = since,
            Stdout = query["stream"].ToString() is not "Stderr",
            Stderr = query["stream"].ToString() is not "Stdout",
        };
    }

    private static long? Number(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return null;
        return long.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : throw Invalid(name, text);
    }

    private static bool Flag(IQueryCollection query, string name) => query[name].ToString() is "1" or "true";

    private static KubeletRequestException Invalid(string name, string value) => new(StatusCodes.Status400BadRequest, $"{name}: invalid value \"{value}\"");
}
