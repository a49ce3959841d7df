using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Files;

namespace Kite.ApiServer.Certificates;

/// <summary>The cluster's own authority and the server's keys and certificates, kept in one directory: made on the first start, reused and renewed later.</summary>
public sealed class ClusterCertificates : IDisposable
{
    private static readonly TimeSpan AuthorityValidity = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafValidity = TimeSpan.FromDays(365);

    private readonly string directory;
    private readonly ClusterCertificatesOptions options;
    private readonly ECDsa authorityKey;
    private readonly Lock renewal = new();
    private readonly LeafCertificates files;
    private volatile Leaves leaves;

    private ClusterCertificates(string directory, ClusterCertificatesOptions options, TimeProvider timeProvider)
    {
        this.directory = directory;
        this.options = options;
        authorityKey = CertificateFile.ReadKey(In("ca.key"));
        Issuer = new CertificateIssuer(CertificateFile.ReadAuthority(In("ca.crt"), authorityKey), authorityKey, timeProvider);
        ServiceAccountKeys = ServiceAccountKeys.Open(In("sa.key"));
        files = new LeafCertificates(directory, Issuer, timeProvider);
        leaves = new(files.Open("apiserver", ServingProfile()), files.Open("admin", AdminProfile), files.Open("apiserver-kubelet-client", KubeletClientProfile));
        FrontProxy = FrontProxyCertificates.Open(directory, AuthorityValidity, AdminProfile, timeProvider);
    }

    /// <summary>Raised after any certificate was renewed, on the thread that renewed it.</summary>
    public event Action? Renewed;

    /// <summary>The authority that signs, and that clients trust.</summary>
    public CertificateIssuer Issuer { get; }

    /// <summary>The API server's own certificate; ask at every handshake, because it is renewed while the server runs.</summary>
    public X509Certificate2 Serving => leaves.Serving;

    /// <summary>The administrator's client certificate (<c>kubernetes-admin</c> in <c>system:masters</c>).</summary>
    public X509Certificate2 Admin => leaves.Admin;

    /// <summary>The client certificate with which the API server calls kubelets.</summary>
    public X509Certificate2 KubeletClient => leaves.KubeletClient;

    /// <summary>The authority of front proxies, and this server's certificate as one.</summary>
    public FrontProxyCertificates FrontProxy { get; }

    internal ServiceAccountKeys ServiceAccountKeys { get; }

    private static CertificateProfile AdminProfile { get; } = new()
    {
        CommonName = "kubernetes-admin",
        Organizations = ["system:masters"],
        Usages = CertificateUsages.ClientAuthentication,
        Validity = LeafValidity,
    };

    private static CertificateProfile KubeletClientProfile { get; } = AdminProfile with { CommonName = "kube-apiserver-kubelet-client" };

    /// <summary>Opens the directory, creating it with a new authority and keys where there is none, and renews what is due.</summary>
    /// <param name="directory">The directory, mode 0700; it appears complete or not at all.</param>
    /// <param name="options">What the certificates have to say.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="PkiException">A file is missing, damaged or can't be written.</exception>
    public static Task<ClusterCertificates> OpenAsync(string directory, ClusterCertificatesOptions options, TimeProvider timeProvider, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                if (!Directory.Exists(directory)) Create(directory, timeProvider, cancellationToken);
                return new ClusterCertificates(directory, options, timeProvider);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new PkiException($"{directory}: {e.Message}", e);
            }
        },
        cancellationToken);

    /// <summary>Renews every certificate that has lived two thirds of its time, and the serving certificate also where the host's names or addresses changed.</summary>
    /// <returns>True where anything was renewed.</returns>
    public bool Renew()
    {
        lock (renewal)
        {
            var old = leaves;
            leaves = new(
                files.Renew("apiserver", old.Serving, ServingProfile()),
                files.Renew("admin", old.Admin, AdminProfile),
                files.Renew("apiserver-kubelet-client", old.KubeletClient, KubeletClientProfile));
            // The old ones aren't disposed: connections still hold them.
            if (!FrontProxy.Renew() && leaves == old) return false;
        }
        Renewed?.Invoke();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FrontProxy.Dispose();
        authorityKey.Dispose();
    }

    private static void Create(string directory, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var unfinished = directory.TrimEnd('/') + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished, AtomicFile.OwnerDirectory);
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            CertificateFile.WriteKey(Path.Combine(unfinished, "ca.key"), key);
            var now = timeProvider.GetUtcNow();
            using var authority = CertificateIssuer.CreateAuthority($"kite-ca@{now.ToUnixTimeSeconds()}", key, now, AuthorityValidity);
            AtomicFile.Write(Path.Combine(unfinished, "ca.crt"), Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"), AtomicFile.Everyone);
        }
        cancellationToken.ThrowIfCancellationRequested();
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256)) CertificateFile.WriteKey(Path.Combine(unfinished, "sa.key"), key);
        Directory.Move(unfinished, directory);
    }

    private string In(string file) => Path.Combine(directory, file);

    private CertificateProfile ServingProfile()
    {
        var names = ServingNames.Of(options);
        return new()
        {
            CommonName = "kube-apiserver",
            Usages = CertificateUsages.ServerAuthentication,
            Validity = LeafValidity,
            DnsNames = names.DnsNames,
            Addresses = names.Addresses,
        };
    }

    private sealed record Leaves(X509Certificate2 Serving, X509Certificate2 Admin, X509Certificate2 KubeletClient);
}
