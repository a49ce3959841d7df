using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Webhooks;

/// <summary>Checks certificates of servers that the API server calls, against the authorities that a configuration names; refusals are in the words of Go's TLS.</summary>
internal sealed class ServerTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string SubjectAlternativeNames = "2.5.29.17";

    private readonly X509Certificate2Collection authorities = [];
    private readonly bool isInsecure;

    /// <summary>Trusts the authorities in PEM, or the system's where there are none.</summary>
    /// <exception cref="WebhookCallException">There is no certificate in the text.</exception>
    public ServerTrust(string pem, bool isInsecure)
    {
        this.isInsecure = isInsecure;
        if (pem.Length == 0) return;
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new WebhookCallException("unable to load root certificates: unable to parse bytes as PEM block", innerException: e);
        }
        if (authorities.Count == 0) throw new WebhookCallException("unable to load root certificates: unable to parse bytes as PEM block");
    }

    /// <summary>The settings of a connection.</summary>
    /// <param name="serverName">The name that the certificate must prove; empty for the host called.</param>
    /// <param name="client">The certificate to show, or null.</param>
    public SslClientAuthenticationOptions ToOptions(string serverName, Func<X509Certificate2>? client)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = serverName.Length > 0 ? serverName : null,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Check(certificate as X509Certificate2, chain, errors),
        };
        if (client is not null) options.LocalCertificateSelectionCallback = (_, _, _, _, _) => client();
        if (authorities.Count == 0) return options;
        options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        options.CertificateChainPolicy.ExtraStore.AddRange(authorities);
        options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return options;
    }

    private bool Check(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (isInsecure) return true;
        if (certificate is null || chain is null) throw Refused("no certificate was sent");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && !IsAnchored(chain)) throw Refused(ChainProblem(chain));
        if (certificate.Extensions[SubjectAlternativeNames] is not X509SubjectAlternativeNameExtension names)
            throw Refused("certificate relies on legacy Common Name field, use SANs instead");
        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? true
            : throw Refused($"certificate is valid for {string.Join(", ", [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())])}, not for the name called");
    }

    /// <summary>As in Go, an authority needn't be a root: whatever the bundle holds ends a chain.</summary>
    private bool IsAnchored(X509Chain chain) =>
        chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
        && chain.ChainElements.Any(element => authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));

    private static string ChainProblem(X509Chain chain)
    {
        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid)) != 0) return "certificate signed by unknown authority";
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid)) return "certificate has expired or is not yet valid";
        if (flags.HasFlag(X509ChainStatusFlags.NotValidForUsage)) return "certificate specifies an incompatible key usage";
        return string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
    }

    private static WebhookCallException Refused(string why) => new($"tls: failed to verify certificate: x509: {why}");
}
