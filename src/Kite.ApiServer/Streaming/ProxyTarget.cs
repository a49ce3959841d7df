using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.ApiServer.Streaming;

/// <summary>What a proxy's path names: <c>[scheme:]name[:port]</c>.</summary>
internal readonly record struct ProxyTarget(string Scheme, string Name, string Port)
{
    /// <summary>Reads the name of a request.</summary>
    public static ProxyTarget Parse(string text) => text.Split(':') switch
    {
        [var name, var port] => new("", name, port),
        [var scheme, var name, var port] => new(scheme, name, port),
        _ => new("", text, ""),
    };

    /// <summary>The rest of the path after <c>/proxy</c>, and the query, as the client sent them.</summary>
    public static string PathAndQuery(ApiRequest request)
    {
        var path = Path(request, out var prefix);
        return (prefix < path.Length ? path[prefix..] : "/") + request.Context.Request.QueryString.Value;
    }

    /// <summary>The path up to <c>/proxy</c>, as the client sent it.</summary>
    public static string Prefix(ApiRequest request) => Path(request, out var prefix)[..prefix];

    /// <summary>Sends a browser that left out the slash after <c>/proxy</c> back with it, so that relative links work; true where it did.</summary>
    public static bool Redirects(ApiRequest request)
    {
        var http = request.Context.Request;
        if (!HttpMethods.IsGet(http.Method) && !HttpMethods.IsHead(http.Method)) return false;
        if (!request.Info.Path.EndsWith("/proxy", StringComparison.Ordinal) || request.Info.Remainder.Length > 0) return false;
        request.Context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        request.Context.Response.Headers.Location = request.Info.Path + "/" + http.QueryString.Value;
        return true;
    }

    private static string Path(ApiRequest request, out int prefix)
    {
        var path = (request.Context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "").Split('?')[0];
        prefix = 0;
        for (var segments = request.Info.Namespace.Length > 0 ? 7 : 5; segments > 0; segments--) prefix = path.IndexOf('/', prefix + 1) is var next and > 0 ? next : path.Length;
        return path;
    }
}
