using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kite.ApiServer.Certificates;

namespace Kite.UnitTests.ApiServer.Certificates;

public sealed class ClusterCertificatesTests
{
    private JumpingTimeProvider time = null!;
    private List<IPAddress> hostAddresses = null!;
    private string root = null!;

    [SetUp]
    public void SetUp()
    {
        root = Directory.CreateTempSubdirectory("kite-pki-").FullName;
        hostAddresses = [IPAddress.Parse("192.0.2.10")];
        time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [TearDown]
    public void TearDown() => Directory.Delete(root, recursive: true);

    [Test]
    public async Task The_first_start_makes_private_files_and_the_next_reuses_them()
    {
        using var first = await OpenAsync();
        var before = Files();
        using var second = await OpenAsync();
        Assert.That(Files(), Is.EqualTo(before));
        Assert.That(second.Issuer.CertificateHash, Is.EqualTo(first.Issuer.CertificateHash));
        Assert.That(File.GetUnixFileMode(Pki), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        foreach (var file in Directory.GetFiles(Pki).Where(file => !file.EndsWith("ca.crt", StringComparison.Ordinal)))
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
    }

    [Test]
    public async Task The_serving_certificate_stands_for_every_name_of_the_server()
    {
        using var certificates = await OpenAsync();
        foreach (var name in new[] { "kubernetes", "kubernetes.default.svc.cluster.local", "localhost", "server-1", "api.example.com" })
            Assert.That(certificates.Serving.MatchesHostname(name, allowWildcards: false, allowCommonName: false), Is.True, name);
        var addresses = certificates.Serving.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateIPAddresses();
        Assert.That(addresses, Is.EquivalentTo(new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.43.0.1"), IPAddress.Parse("192.0.2.10"), IPAddress.Parse("198.51.100.7") }));
        Assert.That(Trusts(certificates, certificates.Serving), Is.True);
    }

    [Test]
    public async Task A_new_address_of_the_host_renews_the_serving_certificate_alone()
    {
        using var certificates = await OpenAsync();
        var (serving, admin) = (certificates.Serving, certificates.Admin);
        Assert.That(certificates.Renew(), Is.False);
        hostAddresses = [IPAddress.Parse("192.0.2.99")];
        Assert.That(certificates.Renew(), Is.True);
        Assert.That(certificates.Serving.Thumbprint, Is.Not.EqualTo(serving.Thumbprint));
        Assert.That(certificates.Admin, Is.SameAs(admin));
    }

    [Test]
    public async Task At_two_thirds_of_their_life_certificates_are_renewed_while_running_and_at_start()
    {
        using var certificates = await OpenAsync();
        var (serving, admin) = (certificates.Serving.Thumbprint, certificates.Admin.Thumbprint);
        var renewals = 0;
        certificates.Renewed += () => renewals++;
        time.Advance(TimeSpan.FromDays(240));
        Assert.That(certificates.Renew(), Is.False);
        time.Advance(TimeSpan.FromDays(10));
        Assert.That(certificates.Renew(), Is.True);
        Assert.That(certificates.Serving.Thumbprint, Is.Not.EqualTo(serving));
        Assert.That(certificates.Admin.Thumbprint, Is.Not.EqualTo(admin));
        Assert.That(renewals, Is.EqualTo(1));

        var renewed = certificates.Serving.Thumbprint;
        using (var again = await OpenAsync()) Assert.That(again.Serving.Thumbprint, Is.EqualTo(renewed), "the renewed one was kept");
        time.Advance(TimeSpan.FromDays(300));
        using var late = await OpenAsync();
        Assert.That(late.Serving.Thumbprint, Is.Not.EqualTo(renewed));
        Assert.That(late.Serving.NotAfter.ToUniversalTime(), Is.EqualTo(time.GetUtcNow().AddDays(365).UtcDateTime).Within(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_clock_that_is_set_back_by_some_hours_leaves_certificates_good()
    {
        using var certificates = await OpenAsync();
        var then = time.GetUtcNow().AddHours(-23).UtcDateTime;
        Assert.That(new[] { certificates.Issuer.Certificate, certificates.Serving, certificates.Admin, certificates.FrontProxy.Client }.Select(certificate => certificate.NotBefore.ToUniversalTime()), Is.All.LessThan(then));
    }

    [Test]
    public async Task Certificates_of_a_time_to_come_are_made_anew()
    {
        using var certificates = await OpenAsync();
        time.Advance(TimeSpan.FromDays(300));
        Assert.That(certificates.Renew(), Is.True);
        var serving = certificates.Serving.Thumbprint;
        time.Jump(TimeSpan.FromDays(-200));
        Assert.That(certificates.Renew(), Is.True);
        Assert.That(certificates.Serving.Thumbprint, Is.Not.EqualTo(serving));
        Assert.That(certificates.Serving.NotBefore.ToUniversalTime(), Is.LessThan(time.GetUtcNow().UtcDateTime));
        Assert.That(certificates.Renew(), Is.False);
    }

    [TestCase("ca.key", "no ECDSA private key can be read")]
    [TestCase("ca.crt", "no certificate can be read")]
    [TestCase("sa.key", "no ECDSA private key can be read")]
    [TestCase("apiserver.pem", "no certificate with its key can be read")]
    public async Task A_damaged_file_is_one_clear_error_and_stays_as_it_is(string file, string problem)
    {
        (await OpenAsync()).Dispose();
        var path = Path.Combine(Pki, file);
        await File.WriteAllTextAsync(path, "-----BEGIN GARBAGE-----");
        Assert.That(OpenAsync, Throws.InstanceOf<PkiException>().With.Message.StartsWith($"{path}: {problem}"));
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("-----BEGIN GARBAGE-----"));
    }

    [Test]
    public async Task An_authority_that_does_not_fit_its_key_is_refused()
    {
        (await OpenAsync()).Dispose();
        File.Copy(Path.Combine(Pki, "sa.key"), Path.Combine(Pki, "ca.key"), overwrite: true);
        Assert.That(OpenAsync, Throws.InstanceOf<PkiException>().With.Message.Contains("does not belong to the key"));
    }

    [Test]
    public async Task What_a_crash_left_half_made_is_made_anew()
    {
        Directory.CreateDirectory(Pki + ".new");
        await File.WriteAllTextAsync(Path.Combine(Pki + ".new", "ca.key"), "half");
        using var certificates = await OpenAsync();
        Assert.That(Directory.Exists(Pki + ".new"), Is.False);
        Assert.That(Trusts(certificates, certificates.Admin), Is.True);
    }

    [Test]
    public async Task The_admin_kubeconfig_is_private_and_carries_the_admin_certificate()
    {
        using var certificates = await OpenAsync();
        var path = Path.Combine(root, "etc", "kite.yaml");
        KubeconfigWriter.Write(path, new Uri("https://127.0.0.1:6443"), certificates.Issuer.Certificate, "admin", certificates.Admin);
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var text = await File.ReadAllTextAsync(path);
        Assert.That(text, Does.Contain("server: https://127.0.0.1:6443\n"));
        Assert.That(text, Does.Contain("client-certificate-data: " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificates.Admin.ExportCertificatePem() + "\n"))));
    }

    private string Pki => Path.Combine(root, "pki");

    private static bool Trusts(ClusterCertificates certificates, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificates.Issuer.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = certificate.NotBefore.AddMinutes(10);
        return chain.Build(certificate);
    }

    private Dictionary<string, string> Files() => Directory.GetFiles(Pki).ToDictionary(file => file, File.ReadAllText);

    private Task<ClusterCertificates> OpenAsync() => ClusterCertificates.OpenAsync(
        Pki,
        new ClusterCertificatesOptions
        {
            NodeName = "server-1",
            ServiceAddresses = [IPAddress.Parse("10.43.0.1")],
            ExtraNames = ["api.example.com", "198.51.100.7"],
            HostAddresses = () => hostAddresses,
        },
        time,
        CancellationToken.None);
}
