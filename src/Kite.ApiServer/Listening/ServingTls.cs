using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Listening;

/// <summary>
/// The TLS settings of a connection. What is made of the serving certificate is made once per certificate, not per connection: it costs a handshake most of its time and every open connection some 20 KB.
/// </summary>
internal sealed class ServingTls(Func<string?, X509Certificate2> select)
{
    private volatile Prepared? last;

    /// <summary>The settings for a client that asks for a name; null where it sent none.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "It is clients' certificates that are let through here, and the authenticator judges them.")]
    public SslServerAuthenticationOptions For(string? name) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ServerCertificateContext = ContextOf(select(name)),
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        // A client may do without; whether a certificate is one of ours is for the authenticator to say.
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
        // Without this every handshake would look the client's certificate up in the system's store first.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    private SslStreamCertificateContext ContextOf(X509Certificate2 certificate)
    {
        if (last is { } prepared && ReferenceEquals(prepared.Certificate, certificate)) return prepared.Context;
        var context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        last = new Prepared(certificate, context);
        return context;
    }

    private sealed record Prepared(X509Certificate2 Certificate, SslStreamCertificateContext Context);
}
