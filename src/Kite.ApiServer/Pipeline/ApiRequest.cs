using Kite.ApiServer.Authentication;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>One request, authenticated and authorized, on its way to whatever serves it.</summary>
public sealed class ApiRequest
{
    private WarningHeaders? warnings;

    /// <summary>The HTTP request and response.</summary>
    public required HttpContext Context { get; init; }

    /// <summary>What is asked for.</summary>
    public required RequestInfo Info { get; init; }

    /// <summary>The query's parameters.</summary>
    public required RequestQuery Query { get; init; }

    /// <summary>Who asks; after impersonation, who is impersonated.</summary>
    public required UserInfo User { get; init; }

    /// <summary>What is kept of the request for those who count and log; null outside the pipeline.</summary>
    internal RequestRecord? Record { get; init; }

    /// <summary>How the answer is to be written.</summary>
    public required ResponseFormat Format { get; init; }

    /// <summary>Tells the client something that does no harm now (<c>Warning: 299 - "..."</c>); to be called before the response starts. What is said twice, because a change is made again after a conflict, goes out once.</summary>
    public void Warn(string text) => (warnings ??= new WarningHeaders(Context.Response.Headers)).Add(text);
}
