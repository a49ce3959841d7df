using System.Net;
using Kite.Agent.Server.NodeLogs;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/logs/</c>: the files below the node's log directory, or with <c>query</c> the logs of its services.</summary>
internal sealed class NodeLogsEndpoint : IKubeletEndpoint
{
    private const string Root = "/var/log";

    public string Name => "logs";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        if (context.Request.Query.ContainsKey("query"))
        {
            var query = NodeLogQuery.Read(context.Request.Query);
            context.Response.ContentType = "text/plain; charset=utf-8";
            await ServiceLogs.WriteAsync(query, context.Response.Body, cancellationToken);
            return;
        }
        var path = Path.GetFullPath(Path.Combine([Root, .. segments]));
        if (path != Root && !path.StartsWith(Root + "/", StringComparison.Ordinal)) throw NotFound();
        if (Directory.Exists(path)) await ListAsync(context, path, cancellationToken);
        else await SendAsync(context, path, cancellationToken);
    }

    private static KubeletRequestException NotFound(Exception? innerException = null) => new(StatusCodes.Status404NotFound, "404 page not found", innerException);

    private static Task ListAsync(HttpContext context, string directory, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var names = Directory.GetDirectories(directory).Select(child => Path.GetFileName(child) + "/").Concat(Directory.GetFiles(directory).Select(child => Path.GetFileName(child))).Order(StringComparer.Ordinal);
        return context.Response.WriteAsync(
            $"<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n{string.Concat(names.Select(name => $"<a href=\"{Uri.EscapeDataString(name.TrimEnd('/'))}{(name.EndsWith('/') ? "/" : "")}\">{WebUtility.HtmlEncode(name)}</a>\n"))}</pre>\n",
            cancellationToken);
    }

    private static async Task SendAsync(HttpContext context, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            context.Response.ContentType = "text/plain; charset=utf-8";
            await file.CopyToAsync(context.Response.Body, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            throw NotFound(e);
        }
    }
}
