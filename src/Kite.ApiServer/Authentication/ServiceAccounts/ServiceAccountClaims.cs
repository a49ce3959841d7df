namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>What a service-account token says.</summary>
internal sealed record ServiceAccountClaims
{
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>The token's own id; empty in tokens kept in Secrets.</summary>
    public string Id { get; init; } = "";

    public long IssuedAt { get; init; }

    public long NotBefore { get; init; }

    /// <summary>Seconds since 1970; null in tokens kept in Secrets, which never expire.</summary>
    public long? Expires { get; init; }

    /// <summary>Seconds since 1970; from then on a token whose life was extended for clients that don't renew it is used too long. Null where it wasn't extended.</summary>
    public long? WarnAfter { get; init; }

    public required string Namespace { get; init; }

    public required NamedObject ServiceAccount { get; init; }

    public NamedObject? Pod { get; init; }

    public NamedObject? Secret { get; init; }

    public NamedObject? Node { get; init; }

    /// <summary>True for a token of the kind that is kept in a Secret.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>An object that the token names.</summary>
    internal sealed record NamedObject(string Name, string Uid);
}
