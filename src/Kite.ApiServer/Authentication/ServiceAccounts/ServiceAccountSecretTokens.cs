namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Makes tokens that are kept in Secrets: they have no end of their own, but are good only while the Secret that keeps them, and the account, are there.</summary>
public sealed class ServiceAccountSecretTokens
{
    private readonly ServiceAccountTokenFormat format;

    internal ServiceAccountSecretTokens(ServiceAccountTokenFormat format) => this.format = format;

    /// <summary>A token for the account with this UID, to be kept in the Secret of this name in the account's namespace.</summary>
    public string Issue(string @namespace, string account, string accountUid, string secret) => format.Write(new()
    {
        Issuer = ServiceAccountClaimsJson.LegacyIssuer,
        Subject = ServiceAccountUser.Name(@namespace, account),
        Namespace = @namespace,
        ServiceAccount = new(account, accountUid),
        Secret = new(secret, ""),
        IsLegacy = true,
    });
}
