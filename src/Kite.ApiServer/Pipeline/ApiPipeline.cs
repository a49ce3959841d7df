using System.Diagnostics;
using Kite.Api.Errors;
using Kite.ApiServer.Audit;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.FlowControl;
using Kite.ApiServer.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Pipeline;

/// <summary>What every request goes through, whichever way it came: who is it, is it their turn, may they, then on to whatever serves it; every failure leaves as a <c>Status</c>.</summary>
internal sealed partial class ApiPipeline(
    UserResolver users,
    AuthorizedDispatch dispatch,
    RequestFlow flow,
    RequestAudit audit,
    FailureResponse failures,
    CrossOrigin origins,
    RequestMetrics metrics,
    SecurityMetrics security,
    ApiServerOptions options,
    ILogger<ApiPipeline> logger)
{
    /// <summary>Serves a request.</summary>
    /// <param name="context">Request and response.</param>
    /// <param name="known">Who asks, where the caller vouches for it (in process); null to find out.</param>
    public async Task HandleAsync(HttpContext context, UserInfo? known)
    {
        var record = new RequestRecord();
        try
        {
            if (origins.IsOn && origins.Answer(context)) return;
            context.Response.Headers["Audit-Id"] = AuditId(context.Request);
            record.Query = RequestQuery.Parse(context.Request.QueryString.Value);
            record.Info = RequestInfoParser.Parse(context.Request.Method, context.Request.Path.Value ?? "/", record.Query);
            record.Counted = metrics.Of(record.Info, isDryRun: !record.Info.IsReadOnly && record.Query["dryRun"].Length > 0);
            await (record.Info.IsLongRunning ? ServeLongAsync(context, record, known) : ServeInTimeAsync(context, record, known));
        }
        catch (ApiStatusException failure)
        {
            await failures.WriteAsync(context, record, failure);
        }
        catch (BadHttpRequestException e)
        {
            await failures.WriteAsync(context, record, new ApiStatusException(e.StatusCode == 413 ? StatusReason.RequestEntityTooLarge : StatusReason.BadRequest, e.Message, innerException: e));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to tell.
            metrics.Abort();
        }
        catch (Exception e)
        {
            record.HasPanicked = true;
            Log.RequestFailed(logger, e, record.Info.Verb, record.Info.Path);
            await failures.WriteAsync(context, record, ApiErrors.Internal(e.Message, e));
        }
        finally
        {
            metrics.End(record, context.Response);
            if (record.Audit is { } audited) audit.End(audited, record.HasPanicked);
        }
    }

    private async Task ServeLongAsync(HttpContext context, RequestRecord record, UserInfo? known)
    {
        record.Counted!.Running.Add(1);
        try
        {
            await ServeAsync(context, record, known, context.RequestAborted);
        }
        finally
        {
            record.Counted.Running.Add(-1);
        }
    }

    private async Task ServeInTimeAsync(HttpContext context, RequestRecord record, UserInfo? known)
    {
        var aborted = context.RequestAborted;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        deadline.CancelAfter(RequestDeadline.Of(record.Query, options.RequestTimeout));
        var isReadOnly = record.Info.IsReadOnly;
        flow.Inflight.Add(isReadOnly, 1);
        try
        {
            await ServeAsync(context, record, known, deadline.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            metrics.Terminate(record, StatusCodes.Status504GatewayTimeout);
            throw RequestDeadline.Exceeded(e);
        }
        finally
        {
            flow.Inflight.Add(isReadOnly, -1);
        }
    }

    private async Task ServeAsync(HttpContext context, RequestRecord record, UserInfo? known, CancellationToken cancellationToken)
    {
        var asking = known ?? await AuthenticateAsync(context, record, cancellationToken);
        if (audit.IsOn) record.Audit = audit.Begin(context, record.Info, asking);
        var user = await dispatch.ImpersonateAsync(context.Request, asking, cancellationToken);
        if (record.Audit is { } audited && !ReferenceEquals(user, asking)) audited.ImpersonatedUser = user;
        var ticket = record.Flow = await flow.EnterAsync(context, record, user, cancellationToken);
        if (ticket is { IsRejected: true })
        {
            metrics.Terminate(record, StatusCodes.Status429TooManyRequests);
            await FailureResponse.WriteTooManyAsync(context, flow.RetryAfter(ticket));
            return;
        }
        try
        {
            await dispatch.HandleAsync(context, record, user, cancellationToken);
        }
        finally
        {
            ticket?.Release();
        }
    }

    private async ValueTask<UserInfo> AuthenticateAsync(HttpContext context, RequestRecord record, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var user = await users.ResolveAsync(context, cancellationToken);
            security.Authenticate(started, isKnown: true);
            return user;
        }
        catch (ApiStatusException)
        {
            security.Authenticate(started, isKnown: false);
            if (audit.IsOn) record.Audit = audit.BeginUnauthenticated(context, record.Info);
            throw;
        }
    }

    private static string AuditId(HttpRequest request) =>
        request.Headers.TryGetValue("Audit-Id", out var sent) && sent.ToString() is { Length: > 0 and <= 64 } id ? id : Guid.NewGuid().ToString();

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Verb} {Path} failed")]
        public static partial void RequestFailed(ILogger logger, Exception error, string verb, string path);
    }
}
