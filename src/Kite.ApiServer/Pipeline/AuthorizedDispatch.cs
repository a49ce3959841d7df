using System.Diagnostics;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>The last steps of the pipeline: as whom, may they, in which form, and on to whatever serves it.</summary>
internal sealed class AuthorizedDispatch(Impersonation impersonation, RequestAuthorization authorization, RequestDispatcher dispatcher, SecurityMetrics metrics)
{
    /// <summary>Who is acted as.</summary>
    public ValueTask<UserInfo> ImpersonateAsync(HttpRequest request, UserInfo user, CancellationToken cancellationToken) => impersonation.ApplyAsync(request, user, cancellationToken);

    /// <summary>Serves a request if its user may do what it asks.</summary>
    public async Task HandleAsync(HttpContext context, RequestRecord record, UserInfo user, CancellationToken cancellationToken)
    {
        var (info, query) = (record.Info, record.Query);
        await AuthorizeAsync(record, user, cancellationToken);
        var request = new ApiRequest
        {
            Context = context,
            Info = info,
            Query = query,
            User = user,
            Record = record,
            Format = info.IsResourceRequest ? dispatcher.Negotiate(context.Request, query, info) : ResponseFormat.Json,
        };
        await dispatcher.DispatchAsync(request, cancellationToken);
    }

    private async ValueTask AuthorizeAsync(RequestRecord record, UserInfo user, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var isAllowed = false;
        try
        {
            await authorization.CheckAsync(user, record.Info, record.Query, cancellationToken, record.Audit);
            isAllowed = true;
        }
        finally
        {
            metrics.Authorize(started, isAllowed);
        }
    }
}
