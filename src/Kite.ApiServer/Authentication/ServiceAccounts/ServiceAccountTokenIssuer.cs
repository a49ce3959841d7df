using static Kite.ApiServer.Authentication.ServiceAccounts.ServiceAccountClaims;

namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Issues service-account tokens.</summary>
internal sealed class ServiceAccountTokenIssuer(ServiceAccountTokenFormat format, ServiceAccountTokenOptions options, TimeProvider timeProvider)
{
    /// <summary>A token for an account, bound to what is given.</summary>
    /// <param name="template">The account, audiences and bound objects; issuer, subject, id and times are filled in.</param>
    /// <param name="validity">How long it is valid; cut off at the longest allowed.</param>
    /// <param name="issued">When its life began, to the second.</param>
    public string Issue(TokenTemplate template, TimeSpan validity, out DateTimeOffset issued)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        issued = DateTimeOffset.FromUnixTimeSeconds(now);
        var end = now + (long)(validity < options.MaxValidity ? validity : options.MaxValidity).TotalSeconds;
        return format.Write(new()
        {
            Issuer = options.Issuer,
            Subject = ServiceAccountUser.Name(template.Namespace, template.ServiceAccount.Name),
            Audiences = template.Audiences,
            Id = Guid.NewGuid().ToString(),
            IssuedAt = now,
            NotBefore = now,
            Expires = end,
            WarnAfter = template.WarnAfter is { } warn ? now + (long)warn.TotalSeconds : null,
            Namespace = template.Namespace,
            ServiceAccount = template.ServiceAccount,
            Pod = template.Pod,
            Secret = template.Secret,
            Node = template.Node,
        });
    }

    /// <summary>What a token is to say.</summary>
    internal sealed record TokenTemplate(string Namespace, NamedObject ServiceAccount, IReadOnlyList<string> Audiences)
    {
        public NamedObject? Pod { get; init; }

        public NamedObject? Secret { get; init; }

        public NamedObject? Node { get; init; }

        /// <summary>After how long the token should have been renewed; null where it just ends.</summary>
        public TimeSpan? WarnAfter { get; init; }
    }
}
