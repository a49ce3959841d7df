using System.Collections.Concurrent;
using Kite.Api.Client;
using Kite.Api.Clocks;
using Kite.Api.Errors;
using Kite.Api.Models.AuthenticationV1;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>Gets tokens for pods' service accounts, bound to the pod, and new ones well before they expire.</summary>
internal sealed class ServiceAccountTokens(IApiClient client, TimeProvider clock)
{
    private const long DefaultSeconds = 3600;
    private const double RefreshAt = 0.8;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestUse = TimeSpan.FromHours(24);

    /// <summary>By how much a clock may be set back without harm to tokens.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Uid, string Volume, string Path), KeptToken> tokens = [];

    /// <summary>A token that is good for a while yet; null where the API can't be reached and none is left: what is started from the node's own record does without until then.</summary>
    /// <exception cref="VolumeException">The API server gives none.</exception>
    public async Task<ServiceAccountToken?> GetAsync(Pod pod, string volume, ServiceAccountTokenProjection projection, CancellationToken cancellationToken)
    {
        var key = (pod.Metadata.Uid, volume, projection.Path);
        var now = clock.GetUtcNow();
        if (tokens.TryGetValue(key, out var known) && Left(known) > TimeSpan.Zero) return known.Token;
        var request = new TokenRequest
        {
            Spec = new TokenRequestSpec
            {
                Audiences = string.IsNullOrEmpty(projection.Audience) ? [] : [projection.Audience],
                ExpirationSeconds = projection.ExpirationSeconds ?? DefaultSeconds,
                BoundObjectRef = new BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var account = pod.Spec.ServiceAccountName is { Length: > 0 } name ? name : "default";
        try
        {
            var answer = await client.Resource<ServiceAccount>().PostAsync<TokenRequest, TokenRequest>(pod.Metadata.Namespace, account, "token", request, cancellationToken);
            var life = answer.Status.ExpirationTimestamp - now is { } granted && granted > TimeSpan.Zero ? granted * RefreshAt : TimeSpan.Zero;
            var token = new ServiceAccountToken(answer.Status.Token ?? throw new VolumeException("failed to fetch token: the API server gave none"), answer.Status.ExpirationTimestamp ?? now);
            tokens[key] = new KeptToken(token, now, clock.Uptime(), life < LongestUse ? life : LongestUse);
            return token;
        }
        catch (HttpRequestException)
        {
            return known?.Token;
        }
        catch (ApiStatusException e)
        {
            throw new VolumeException($"failed to fetch token: {e.Message}", e);
        }
    }

    /// <summary>After how long a new token is due for a volume; null where it holds none.</summary>
    public TimeSpan? RefreshAfter(string uid, Volume volume)
    {
        TimeSpan? first = null;
        foreach (var token in volume.Projected?.Sources.Select(source => source.ServiceAccountToken).OfType<ServiceAccountTokenProjection>() ?? [])
        {
            // One that the API server didn't give yet is asked for again soon.
            var after = tokens.TryGetValue((uid, volume.Name, token.Path), out var known) ? Left(known) : Retry;
            if (after < Retry) after = Retry;
            if (first is null || after < first) first = after;
        }
        return first;
    }

    /// <summary>Forgets a pod's tokens.</summary>
    public void Forget(string uid)
    {
        foreach (var key in tokens.Keys.Where(key => key.Uid == uid)) tokens.TryRemove(key, out _);
    }

    /// <summary>For how long a token is good enough. By a clock that has jumped it may have ended, or be of a time to come, which no server accepts.</summary>
    private TimeSpan Left(KeptToken token)
    {
        var passed = clock.Uptime() - token.TakenAt;
        var told = clock.GetUtcNow() - token.Issued;
        return told < passed - Leeway ? TimeSpan.Zero : token.Use - (told > passed ? told : passed);
    }

    private sealed record KeptToken(ServiceAccountToken Token, DateTimeOffset Issued, TimeSpan TakenAt, TimeSpan Use);
}
