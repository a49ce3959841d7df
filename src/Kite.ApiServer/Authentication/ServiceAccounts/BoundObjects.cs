using System.Security.Cryptography;
using System.Text;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Checks that the objects a token is bound to are there and still the same ones; a token dies with them at once.</summary>
internal sealed class BoundObjects(IResourceCaches caches, TimeProvider timeProvider)
{
    /// <summary>How long after an object was marked for deletion its tokens still work, so that a pod can end in an orderly way.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    /// <exception cref="InvalidTokenException">One of them is gone, was replaced, or is on its way out.</exception>
    public void Check(ServiceAccountClaims claims, string token)
    {
        if (claims.Subject != ServiceAccountUser.Name(claims.Namespace, claims.ServiceAccount.Name)) throw new InvalidTokenException("Subject name does not match the service account");
        CheckAccount(claims);
        if (claims.Pod is { } pod) CheckBound("pod", Pod.Resource, new(claims.Namespace, pod.Name), pod.Uid);
        else if (claims.Node is { } node) CheckBound("node", Node.Resource, new("", node.Name), node.Uid);
        if (claims.Secret is not { } secret) return;
        var found = CheckBound("secret", Secret.Resource, new(claims.Namespace, secret.Name), secret.Uid);
        if (claims.IsLegacy) CheckContent(found, token);
    }

    private void CheckAccount(ServiceAccountClaims claims)
    {
        var (name, uid) = claims.ServiceAccount;
        var account = caches.For(ServiceAccount.Resource).Get(new(claims.Namespace, name)) ?? throw new InvalidTokenException($"serviceaccounts \"{name}\" not found");
        if (uid.Length > 0 && account.Uid != uid) throw new InvalidTokenException($"service account UID ({account.Uid}) does not match claim ({uid})");
        if (IsGoing(account)) throw new InvalidTokenException($"service account {claims.Namespace}/{name} has been deleted");
    }

    private static void CheckContent(CachedObject secret, string token)
    {
        // A legacy token is valid only while it is the one in its Secret.
        if (!secret.Read<Secret>().Data.TryGetValue("token", out var kept) || !CryptographicOperations.FixedTimeEquals(kept, Encoding.UTF8.GetBytes(token)))
            throw new InvalidTokenException("Token does not match server's copy");
    }

    private CachedObject CheckBound(string what, ApiResource resource, ObjectKey key, string uid)
    {
        var found = caches.For(resource).Get(key);
        if (found is not null && uid.Length > 0 && found.Uid != uid) throw new InvalidTokenException($"{what} UID ({found.Uid}) does not match service account {what} ref claim ({uid})");
        return found is not null && !IsGoing(found) ? found : throw new InvalidTokenException("service account token has been invalidated");
    }

    private bool IsGoing(CachedObject found) =>
        // Hardly any object is being deleted: look for the word before reading the metadata.
        found.Json.Span.IndexOf("\"deletionTimestamp\""u8) >= 0
        && found.Read<PartialObjectMetadata>().Metadata.DeletionTimestamp is { } deleted && deleted < timeProvider.GetUtcNow() - Leeway;
}
