using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Lets browsers send requests from pages of other origins, where that was asked for.</summary>
/// <remarks><see href="https://fetch.spec.whatwg.org/#http-cors-protocol"/>, with the methods and headers that kube-apiserver allows.</remarks>
public sealed class CrossOrigin
{
    private readonly Regex[] allowed;

    /// <summary>Allows the origins of the options.</summary>
    public CrossOrigin(ApiServerOptions options) => allowed = [.. options.CorsAllowedOrigins.Select(pattern => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))];

    /// <summary>True where any origin is allowed.</summary>
    internal bool IsOn => allowed.Length > 0;

    /// <summary>True for what can name origins.</summary>
    public static bool IsPattern(string text)
    {
        try
        {
            return text.Length > 0 && new Regex(text, RegexOptions.NonBacktracking) is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Tells a browser what it may do; true where that is all it asked.</summary>
    internal bool Answer(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !allowed.Any(pattern => pattern.IsMatch(origin))) return false;
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = "POST, GET, OPTIONS, PUT, DELETE, PATCH";
        headers.AccessControlAllowHeaders = "Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With, If-Modified-Since";
        headers.AccessControlExposeHeaders = "Date";
        headers.AccessControlAllowCredentials = "true";
        if (!HttpMethods.IsOptions(context.Request.Method)) return false;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
