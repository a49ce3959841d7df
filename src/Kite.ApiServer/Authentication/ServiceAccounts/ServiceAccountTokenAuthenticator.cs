using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Tells whom a service-account token belongs to. The signature is checked once per token; time, audience and the objects it is bound to at every use.</summary>
internal sealed class ServiceAccountTokenAuthenticator(
    ServiceAccountTokenFormat format,
    BoundObjects boundObjects,
    ServiceAccountTokenOptions options,
    CredentialMetrics metrics,
    TimeProvider timeProvider) : ITokenAuthenticator
{
    private readonly GenerationCache<UInt128, Known> cache = new(4096);

    public ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        // Half of a SHA-256 is out of anyone's reach, and what is looked up was verified before it was added.
        var hash = MemoryMarshal.Read<UInt128>(SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan())));
        var keys = format.Keys;
        if (!cache.TryGet(hash, out var known) || !ReferenceEquals(known.Keys, keys))
        {
            if (Fetch(token, started) is not { } claims) return new((TokenIdentity?)null);
            known = new(claims, UserOf(claims), keys);
            cache.Set(hash, known);
        }
        else
        {
            metrics.Hit(started);
        }
        CheckTime(known.Claims);
        if (Audiences(known.Claims, audiences) is not { } valid) throw new InvalidTokenException($"token audiences {Quoted(known.Claims.Audiences)} is invalid for the target audiences {Quoted(audiences.Count == 0 ? options.ApiAudiences : audiences)}");
        boundObjects.Check(known.Claims, token);
        return new(audiences.Count == 0 ? known.Identity : new TokenIdentity(known.Identity.User, valid));
    }

    private ServiceAccountClaims? Fetch(string token, long started)
    {
        using var fetch = metrics.BeginFetch(started);
        var claims = format.Read(token);
        fetch.Answer();
        return claims;
    }

    private void CheckTime(ServiceAccountClaims claims)
    {
        if (claims.IsLegacy) return;
        if (claims.Issuer != options.Issuer) throw new InvalidTokenException("invalid issuer");
        var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (claims.Expires <= now) throw new InvalidTokenException("service account token has expired");
        if (claims.NotBefore > now + 60) throw new InvalidTokenException("service account token is not valid yet");
    }

    private IReadOnlyList<string>? Audiences(ServiceAccountClaims claims, IReadOnlyList<string> asked)
    {
        var wanted = asked.Count == 0 ? options.ApiAudiences : asked;
        var held = claims.IsLegacy ? options.ApiAudiences : claims.Audiences;
        foreach (var audience in wanted)
        {
            if (held.Contains(audience)) return asked.Count == 0 ? options.ApiAudiences : [.. wanted.Where(held.Contains)];
        }
        return null;
    }

    private static string Quoted(IReadOnlyList<string> audiences) => $"[{string.Join(' ', audiences.Select(audience => $"\"{audience}\""))}]";

    private TokenIdentity UserOf(ServiceAccountClaims claims)
    {
        var user = ServiceAccountUser.Of(claims.Namespace, claims.ServiceAccount.Name, claims.ServiceAccount.Uid);
        var extra = new Dictionary<string, IReadOnlyList<string>>();
        if (claims.Id.Length > 0) extra["authentication.kubernetes.io/credential-id"] = ["JTI=" + claims.Id];
        if (claims.Pod is { } pod)
        {
            extra["authentication.kubernetes.io/pod-name"] = [pod.Name];
            extra["authentication.kubernetes.io/pod-uid"] = [pod.Uid];
        }
        if (claims.Node is { } node)
        {
            extra["authentication.kubernetes.io/node-name"] = [node.Name];
            extra["authentication.kubernetes.io/node-uid"] = [node.Uid];
        }
        return new((user with { Extra = extra }).WithAuthenticated(), options.ApiAudiences);
    }

    private sealed record Known(ServiceAccountClaims Claims, TokenIdentity Identity, IReadOnlyList<ServiceAccountKey> Keys);
}
