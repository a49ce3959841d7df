using System.Text;
using System.Text.Json;
using Kite.ApiServer.Certificates;

namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Signed tokens in compact form (RFC 7515), ES256 only: the server reads no tokens but its own.</summary>
internal sealed class ServiceAccountTokenFormat(ServiceAccountKeys keys)
{
    /// <summary>The keys that tokens are read with now; another list after every change.</summary>
    public IReadOnlyList<ServiceAccountKey> Keys => keys.All;

    public string Write(ServiceAccountClaims claims)
    {
        var key = keys.Current;
        var signed = key.Header + "." + Base64Url.Encode(ServiceAccountClaimsJson.Write(claims));
        return signed + "." + Base64Url.Encode(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>The claims, the signature being right; null where this is no service-account token of this server's making.</summary>
    /// <exception cref="InvalidTokenException">It says it is one, but its signature is wrong.</exception>
    public ServiceAccountClaims? Read(string token)
    {
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (first <= 0 || last <= first + 1 || token.AsSpan(first + 1, last - first - 1).Contains('.')) return null;
        if (!Base64Url.TryDecode(token.AsSpan(first + 1, last - first - 1), out var payload) || !Base64Url.TryDecode(token.AsSpan(last + 1), out var signature)) return null;
        ServiceAccountClaims? claims;
        try
        {
            claims = ServiceAccountClaimsJson.Read(payload);
        }
        catch (JsonException)
        {
            return null;
        }
        if (claims is null) return null;
        // A few keys and one algorithm: what the header claims doesn't matter, only the signature does.
        var signed = Encoding.UTF8.GetBytes(token[..last]);
        if (signature.Length != 64 || !keys.All.Any(key => key.Verify(signed, signature))) throw new InvalidTokenException("invalid signature");
        return claims;
    }
}
