using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authentication.Bootstrap;
using Kite.ApiServer.Bootstrap;
using Kite.Testing.Client;
using Kite.UnitTests.ApiServer.Authentication;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Bootstrap;

public sealed class ClusterBootstrapTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private FakeApiClient client = null!;
    private TestCertificates pki = null!;

    [SetUp]
    public async Task SetUp()
    {
        client = new();
        pki = await TestCertificates.OpenAsync(time);
        await EnsureAsync();
    }

    [TearDown]
    public void TearDown() => pki.Dispose();

    [Test]
    public async Task The_second_start_writes_nothing()
    {
        var writes = client.State.Actions.Count;
        Assert.That(writes, Is.GreaterThan(100));
        await EnsureAsync();
        Assert.That(client.State.Actions, Has.Count.EqualTo(writes));
    }

    [Test]
    public async Task What_was_taken_away_comes_back_and_what_was_added_stays()
    {
        var roles = client.Resource<ClusterRole>();
        var role = await roles.GetAsync(null, "system:kube-dns", CancellationToken.None);
        var added = new PolicyRule { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] };
        await roles.UpdateAsync(role with { Rules = [added] }, CancellationToken.None);
        await client.Resource<ClusterRoleBinding>().DeleteAsync(null, "system:discovery", null, CancellationToken.None);
        await EnsureAsync();
        var rules = (await roles.GetAsync(null, "system:kube-dns", CancellationToken.None)).Rules;
        Assert.That(rules, Is.EqualTo(new[] { added }.Concat(role.Rules)));
        Assert.That(await client.Resource<ClusterRoleBinding>().FindAsync(null, "system:discovery", CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task A_role_that_opted_out_is_left_alone()
    {
        var roles = client.Resource<ClusterRole>();
        var role = await roles.GetAsync(null, "system:kube-dns", CancellationToken.None);
        await roles.UpdateAsync(role with { Rules = [], Metadata = role.Metadata with { Annotations = new Dictionary<string, string> { ["rbac.authorization.kubernetes.io/autoupdate"] = "false" } } }, CancellationToken.None);
        await EnsureAsync();
        Assert.That((await roles.GetAsync(null, "system:kube-dns", CancellationToken.None)).Rules, Is.Empty);
    }

    [Test]
    public async Task Joining_nodes_find_the_authority_in_cluster_info()
    {
        var info = await client.Resource<ConfigMap>().GetAsync("kube-public", "cluster-info", CancellationToken.None);
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pki.Certificates.Issuer.CertificatePem));
        Assert.That(info.Data["kubeconfig"], Does.Contain($"certificate-authority-data: {authority}\n").And.Contain("server: https://10.0.0.1:6443\n"));
    }

    [Test]
    public async Task A_join_token_pins_the_authority_and_has_its_secret()
    {
        var token = await new JoinTokens(client, pki.Certificates, time).CreateAsync(TimeSpan.FromHours(1), "test", CancellationToken.None);
        Assert.That(token, Does.StartWith($"K{pki.Certificates.Issuer.CertificateHash}::"));
        Assert.That(BootstrapToken.TryParse(token.Split("::")[1], out var parsed), Is.True);
        var secret = await client.Resource<Secret>().GetAsync("kube-system", "bootstrap-token-" + parsed!.Id, CancellationToken.None);
        Assert.That(secret.Type, Is.EqualTo("bootstrap.kubernetes.io/token"));
        Assert.That(System.Text.Encoding.UTF8.GetString(secret.Data["expiration"]), Is.EqualTo("2026-01-01T01:00:00Z"));
    }

    [Test]
    public async Task The_servers_own_token_is_kept_in_a_private_file_and_its_secret_comes_back()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "token");
        var tokens = new JoinTokens(client, pki.Certificates, time);
        var first = await tokens.EnsureServerTokenAsync(path, CancellationToken.None);
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var secret = (await client.Resource<Secret>().ListAsync("kube-system", ListQuery.All, CancellationToken.None)).Items.Single();
        await client.Resource<Secret>().DeleteAsync("kube-system", secret.Metadata.Name, null, CancellationToken.None);
        Assert.That(await tokens.EnsureServerTokenAsync(path, CancellationToken.None), Is.EqualTo(first));
        Assert.That(await client.Resource<Secret>().FindAsync("kube-system", secret.Metadata.Name, CancellationToken.None), Is.Not.Null);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private Task EnsureAsync() => new ClusterBootstrap(client, pki.Certificates, new Uri("https://10.0.0.1:6443")).EnsureAsync(CancellationToken.None);
}
