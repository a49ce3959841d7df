using Kite.Agent.Server.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Server;

/// <summary>What every request goes through: who is it, may they, then on to the endpoint; failures leave as plain text.</summary>
internal sealed partial class KubeletApplication(
    IEnumerable<IKubeletEndpoint> endpoints, KubeletAuthentication authentication, KubeletAuthorization authorization, ILogger<KubeletApplication> logger) : IHttpApplication<HttpContext>, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly IKubeletEndpoint[] endpoints = [.. endpoints];

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        // A session may last for days; the end of the server is its end.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        try
        {
            await ServeAsync(context, stop.Token);
        }
        catch (KubeletRequestException e)
        {
            await AnswerAsync(context, e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException || stop.IsCancellationRequested)
        {
            // There is nobody to tell.
            context.Abort();
        }
        catch (Exception e)
        {
            Log.RequestFailed(logger, e, context.Request.Method, context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, e.Message);
        }
    }

    /// <summary>Ends every session: the server stops.</summary>
    public void Stop() => stopping.Cancel();

    public void Dispose() => stopping.Dispose();

    private async Task ServeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var segments = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is ["healthz"])
        {
            await AnswerAsync(context, StatusCodes.Status200OK, "ok");
            return;
        }
        var user = await authentication.AuthenticateAsync(context, cancellationToken) ?? throw new KubeletRequestException(StatusCodes.Status401Unauthorized, "Unauthorized");
        await authorization.AuthorizeAsync(user, RequestedAccess.Of(context.Request, segments), cancellationToken);
        foreach (var endpoint in endpoints)
        {
            if (segments.Length == 0 || segments[0] != endpoint.Name) continue;
            await endpoint.HandleAsync(context, segments[1..], cancellationToken);
            return;
        }
        throw new KubeletRequestException(StatusCodes.Status404NotFound, "404 page not found");
    }

    private static async Task AnswerAsync(HttpContext context, int statusCode, string text)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }
        context.Response.Clear();
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
        public static partial void RequestFailed(ILogger logger, Exception error, string method, string path);
    }
}
