using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.AuthenticationV1;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Security;

/// <summary>Finds out who asks: by a client certificate of the cluster's authority, or by a token that the API server knows.</summary>
internal sealed class KubeletAuthentication(IApiClient client, TimeProvider clock)
{
    private const string OrganizationOid = "2.5.4.10";
    private const string Bearer = "Bearer ";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(2);
    private readonly Expiring<string, KubeletUser?> tokens = new(clock);

    /// <summary>The user; null where the client proves nothing.</summary>
    /// <exception cref="KubeletRequestException">The API server can't be asked about the token.</exception>
    public async Task<KubeletUser?> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // The listener has let no certificate through that the cluster's authority didn't sign.
        if (await context.Connection.GetClientCertificateAsync(cancellationToken) is { } certificate) return Of(certificate);
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header[Bearer.Length..].Trim() is { Length: > 0 } token ? await ReviewAsync(token, cancellationToken) : null;
    }

    private static KubeletUser Of(X509Certificate2 certificate)
    {
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationOid).Select(part => part.GetSingleElementValue()!).Append("system:authenticated").ToArray();
        return new KubeletUser(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), "", groups, new Dictionary<string, IReadOnlyList<string>>());
    }

    private async Task<KubeletUser?> ReviewAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (tokens.TryGet(key, out var known)) return known;
        try
        {
            var review = await client.Resource<TokenReview>().CreateAsync(new TokenReview { Spec = new TokenReviewSpec { Token = token } }, cancellationToken);
            var user = review.Status is { Authenticated: true, User: { } found }
                ? new KubeletUser(found.Username ?? "", found.Uid ?? "", found.Groups, found.Extra.ToDictionary(pair => pair.Key, IReadOnlyList<string> (pair) => pair.Value)) : null;
            // Who isn't known now may be in a moment.
            if (user is not null) tokens.Set(key, user, TokenLifetime);
            return user;
        }
        catch (Exception e) when (e is HttpRequestException or ApiStatusException)
        {
            throw new KubeletRequestException(StatusCodes.Status401Unauthorized, "Unauthorized", e);
        }
    }
}
