using System.Text;
using Kite.Api.Errors;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Answers requests that failed.</summary>
internal sealed class FailureResponse(ContentNegotiator negotiator)
{
    private static readonly string[] OfAnswer = ["Content-Encoding", "Vary", "ETag", "Last-Modified"];
    private static readonly byte[] TooMany = Encoding.ASCII.GetBytes("Too many requests, please try again later.\n");

    /// <summary>Answers with a <c>Status</c>; where half an answer is out already, cuts the client off: it must not look like a whole one.</summary>
    public async Task WriteAsync(HttpContext context, RequestRecord record, ApiStatusException failure)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }
        var format = negotiator.ForFailure(context.Request, record.Query);
        var status = StatusJson.Failure(failure);
        record.Audit?.AnswerStatus(status);
        var body = BodyWriter.Encode(format, status);
        // What was said of another answer is not true of this one; what the pipeline said still is.
        foreach (var name in OfAnswer) response.Headers.Remove(name);
        response.StatusCode = failure.Code;
        response.ContentType = format.ContentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-cache, private";
        if (failure.Details is { RetryAfterSeconds: > 0 } details) response.Headers.RetryAfter = details.RetryAfterSeconds.ToString();
        if (failure.Code == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer realm=\"kubernetes-master\"";
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Sends a client away for some seconds, in upstream's words, which are no <c>Status</c>.</summary>
    public static async Task WriteTooManyAsync(HttpContext context, int retryAfterSeconds)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = TooMany.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.RetryAfter = retryAfterSeconds.ToString();
        await response.Body.WriteAsync(TooMany, context.RequestAborted);
    }
}
