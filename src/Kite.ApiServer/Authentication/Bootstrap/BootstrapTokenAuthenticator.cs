using System.Security.Cryptography;
using System.Text;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Authentication.Bootstrap;

/// <summary>Tells whom a bootstrap token (<c>id.secret</c>) belongs to: to a node that is joining.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/"/></remarks>
internal sealed class BootstrapTokenAuthenticator(IResourceCaches caches, TimeProvider timeProvider) : ITokenAuthenticator
{
    public ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        // Bootstrap tokens are for the API server alone; they have no audiences to offer.
        if (!BootstrapToken.TryParse(token, out var parsed) || audiences.Count > 0) return new((TokenIdentity?)null);
        var key = new ObjectKey(BootstrapToken.Namespace, BootstrapToken.SecretNamePrefix + parsed.Id);
        var secret = caches.For(Secret.Resource).Get(key)?.Read<Secret>();
        if (secret is null || !IsValid(secret, parsed)) throw new InvalidTokenException($"bootstrap token {parsed.Id} is not valid");
        return new(new TokenIdentity(new UserInfo("system:bootstrap:" + parsed.Id, Groups(secret)), []));
    }

    private static string Text(Secret secret, string entry) => secret.Data.TryGetValue(entry, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";

    private static string[] Groups(Secret secret)
    {
        var extra = Text(secret, "auth-extra-groups");
        if (extra.Length == 0) return [UserGroups.Bootstrappers];
        var groups = extra.Split(',').ToHashSet(StringComparer.Ordinal);
        if (!groups.All(BootstrapToken.IsGroup)) throw new InvalidTokenException("bootstrap token has an invalid extra group");
        return [UserGroups.Bootstrappers, .. groups.Order(StringComparer.Ordinal)];
    }

    private bool IsValid(Secret secret, BootstrapToken token)
    {
        if (secret.Type != BootstrapToken.SecretType || Text(secret, "token-id") != token.Id || secret.Metadata.DeletionTimestamp is not null) return false;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text(secret, "token-secret")), Encoding.UTF8.GetBytes(token.Secret))) return false;
        if (Text(secret, "usage-bootstrap-authentication") != "true") return false;
        var expiration = Text(secret, "expiration");
        return expiration.Length == 0 || (DateTimeOffset.TryParse(expiration, out var end) && end > timeProvider.GetUtcNow());
    }
}
