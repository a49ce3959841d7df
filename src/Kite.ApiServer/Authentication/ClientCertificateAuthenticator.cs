using System.Security.Cryptography.X509Certificates;
using Kite.ApiServer.Metrics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Authentication;

/// <summary>Tells who sent a request by the client certificate of its connection; the certificate is checked once per connection.</summary>
internal sealed class ClientCertificateAuthenticator(ClientCertificateVerifier verifier, CredentialMetrics metrics, TimeProvider timeProvider)
{
    private readonly object itemKey = new();

    /// <summary>The user, or null; then <paramref name="problem"/> says why the certificate was refused, or is null where there is none.</summary>
    public UserInfo? Authenticate(HttpContext context, out string? problem)
    {
        problem = null;
        var items = context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(itemKey, out var kept) && kept is Verified known) return Current(known, out problem);
        var certificate = context.Connection.ClientCertificate;
        if (certificate is null) return null;
        var verified = Verify(certificate);
        if (items is not null) items[itemKey] = verified;
        return Current(verified, out problem);
    }

    private Verified Verify(X509Certificate2 certificate) => verifier.TryVerify(certificate, out var user, out var problem)
        ? new(user, null, certificate.NotAfter.ToUniversalTime())
        : new(null, problem, DateTime.MaxValue);

    private UserInfo? Current(Verified verified, out string? problem)
    {
        var remaining = verified.NotAfter - timeProvider.GetUtcNow().UtcDateTime;
        var isExpired = remaining < TimeSpan.Zero;
        problem = isExpired ? "x509: the certificate has expired" : verified.Problem;
        if (isExpired || verified.User is null) return null;
        metrics.UseCertificate(remaining);
        return verified.User;
    }

    private sealed record Verified(UserInfo? User, string? Problem, DateTime NotAfter);
}
