using System.Diagnostics;
using Kite.Api.Errors;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Pipeline;

/// <summary>What every request goes through, whichever way it came: who is it, may they, then on to whatever serves it; every failure leaves as a <c>Status</c>.</summary>
internal sealed partial class ApiPipeline(
    UserResolver users,
    Impersonation impersonation,
    RequestAuthorization authorization,
    RequestDispatcher dispatcher,
    ContentNegotiator negotiator,
    RequestMetrics metrics,
    ILogger<ApiPipeline> logger)
{
    /// <summary>Serves a request.</summary>
    /// <param name="context">Request and response.</param>
    /// <param name="known">Who asks, where the caller vouches for it (in process); null to find out.</param>
    public async Task HandleAsync(HttpContext context, UserInfo? known)
    {
        var started = Stopwatch.GetTimestamp();
        var info = RequestInfoParser.Parse("GET", "/", RequestQuery.Empty);
        var query = RequestQuery.Empty;
        metrics.Begin();
        try
        {
            query = RequestQuery.Parse(context.Request.QueryString.Value);
            info = RequestInfoParser.Parse(context.Request.Method, context.Request.Path.Value ?? "/", query);
            context.Response.Headers["Audit-Id"] = AuditId(context.Request);
            await ServeAsync(context, info, query, known);
        }
        catch (ApiStatusException failure)
        {
            await AnswerAsync(context, query, failure);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, query, new ApiStatusException(e.StatusCode == 413 ? StatusReason.RequestEntityTooLarge : StatusReason.BadRequest, e.Message, innerException: e));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to tell.
        }
        catch (Exception e)
        {
            Log.RequestFailed(logger, e, info.Verb, info.Path);
            await AnswerAsync(context, query, ApiErrors.Internal(e.Message, e));
        }
        finally
        {
            metrics.End(info, context.Response.StatusCode, Stopwatch.GetElapsedTime(started));
        }
    }

    private async Task ServeAsync(HttpContext context, RequestInfo info, RequestQuery query, UserInfo? known)
    {
        var aborted = context.RequestAborted;
        var user = known ?? await users.ResolveAsync(context, aborted);
        user = await impersonation.ApplyAsync(context.Request, user, aborted);
        await authorization.CheckAsync(user, info, query, aborted);
        var isResource = info.IsResourceRequest;
        var request = new ApiRequest
        {
            Context = context,
            Info = info,
            Query = query,
            User = user,
            Format = isResource ? dispatcher.Negotiate(context.Request, query, info) : ResponseFormat.Json,
        };
        await dispatcher.DispatchAsync(request, aborted);
    }

    private async Task AnswerAsync(HttpContext context, RequestQuery query, ApiStatusException failure)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }
        var format = negotiator.ForFailure(context.Request, query);
        var body = BodyWriter.Encode(format, StatusJson.Failure(failure));
        var warnings = context.Response.Headers["Warning"];
        context.Response.Clear();
        if (warnings.Count > 0) context.Response.Headers["Warning"] = warnings;
        context.Response.StatusCode = failure.Code;
        context.Response.ContentType = format.ContentType;
        context.Response.ContentLength = body.Length;
        if (failure.Details is { RetryAfterSeconds: > 0 } details) context.Response.Headers.RetryAfter = details.RetryAfterSeconds.ToString();
        if (failure.Code == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer realm=\"kubernetes-master\"";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static string AuditId(HttpRequest request) =>
        request.Headers.TryGetValue("Audit-Id", out var sent) && sent.ToString() is { Length: > 0 and <= 64 } id ? id : Guid.NewGuid().ToString();

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Verb} {Path} failed")]
        public static partial void RequestFailed(ILogger logger, Exception error, string verb, string path);
    }
}
