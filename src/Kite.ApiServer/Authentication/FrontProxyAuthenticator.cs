using Kite.ApiServer.Aggregation;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Authentication;

/// <summary>Believes a front proxy that shows its certificate on whose behalf it asks. What anybody else says in those headers is nothing.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy"/></remarks>
internal sealed class FrontProxyAuthenticator(FrontProxyCertificates certificates, CredentialMetrics metrics, TimeProvider timeProvider)
{
    private readonly ClientCertificateAuthenticator proxies = new(new ClientCertificateVerifier(certificates.Issuer.Certificate, timeProvider), metrics, timeProvider);

    /// <summary>Who is named; null where nobody is, or not by a front proxy.</summary>
    public UserInfo? Authenticate(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers[FrontProxyHeaders.User].ToString() is not { Length: > 0 } name) return null;
        if (proxies.Authenticate(context, out _)?.Name != FrontProxyCertificates.UserName) return null;
        var groups = headers[FrontProxyHeaders.Group].OfType<string>().Where(group => group.Length > 0).ToArray();
        var user = new UserInfo(name, groups) { Uid = headers[FrontProxyHeaders.Uid].ToString(), Extra = Extra(headers) };
        // Whoever the request is passed on to must not act on them again.
        foreach (var header in headers.Keys.Where(key => key.StartsWith("X-Remote-", StringComparison.OrdinalIgnoreCase)).ToArray()) headers.Remove(header);
        return user.WithAuthenticated();
    }

    private static Dictionary<string, IReadOnlyList<string>> Extra(IHeaderDictionary headers)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (key, values) in headers)
        {
            if (key.StartsWith(FrontProxyHeaders.ExtraPrefix, StringComparison.OrdinalIgnoreCase))
                extra[Uri.UnescapeDataString(key[FrontProxyHeaders.ExtraPrefix.Length..].ToLowerInvariant())] = [.. values.OfType<string>()];
        }
        return extra;
    }
}
