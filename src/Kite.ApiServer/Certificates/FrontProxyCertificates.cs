using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Files;

namespace Kite.ApiServer.Certificates;

/// <summary>
/// The authority behind requests that a front proxy passes on in the names of others, and the certificate with which this server does so. It is an authority of its own: who has a
/// certificate of the cluster's must not be able to speak for everybody.
/// </summary>
public sealed class FrontProxyCertificates : IDisposable
{
    /// <summary>The only name that may speak for others.</summary>
    public const string UserName = "front-proxy-client";

    private const string ClientFile = "front-proxy-client";
    private readonly ECDsa key;
    private readonly LeafCertificates leaves;
    private volatile X509Certificate2 client;

    private FrontProxyCertificates(string directory, ECDsa key, X509Certificate2 authority, CertificateProfile profile, TimeProvider timeProvider)
    {
        this.key = key;
        Profile = profile;
        Issuer = new CertificateIssuer(authority, key, timeProvider);
        leaves = new LeafCertificates(directory, Issuer, timeProvider);
        client = leaves.Open(ClientFile, profile);
    }

    /// <summary>The authority that others trust.</summary>
    public CertificateIssuer Issuer { get; }

    /// <summary>The certificate to show; ask for every connection, because it is renewed.</summary>
    public X509Certificate2 Client => client;

    private CertificateProfile Profile { get; }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    /// <summary>Opens the files, or makes them where there are none.</summary>
    internal static FrontProxyCertificates Open(string directory, TimeSpan authorityValidity, CertificateProfile client, TimeProvider timeProvider)
    {
        var (keyPath, path) = (Path.Combine(directory, "front-proxy-ca.key"), Path.Combine(directory, "front-proxy-ca.crt"));
        // The key comes first: a certificate is never there without it.
        if (!File.Exists(path) && !File.Exists(keyPath))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateFile.WriteKey(keyPath, made);
        }
        var key = CertificateFile.ReadKey(keyPath);
        if (!File.Exists(path))
        {
            var now = timeProvider.GetUtcNow();
            using var authority = CertificateIssuer.CreateAuthority($"kite-front-proxy-ca@{now.ToUnixTimeSeconds()}", key, now, authorityValidity);
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"), AtomicFile.Everyone);
        }
        return new FrontProxyCertificates(directory, key, CertificateFile.ReadAuthority(path, key), client with { CommonName = UserName, Organizations = [] }, timeProvider);
    }

    /// <summary>Renews the certificate where it is due; true where it was.</summary>
    internal bool Renew()
    {
        var old = client;
        client = leaves.Renew(ClientFile, old, Profile);
        return !ReferenceEquals(client, old);
    }
}
