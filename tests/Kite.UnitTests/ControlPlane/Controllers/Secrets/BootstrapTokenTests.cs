using System.Text;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.ConfigMaps;
using Kite.ControlPlane.Controllers.Secrets;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Secrets;

public sealed class BootstrapTokenTests
{
    private World world = null!;

    [SetUp]
    public void SetUp() => world = new();

    [Test]
    public async Task An_expired_token_is_deleted_and_a_good_one_is_looked_at_when_it_ends()
    {
        var cleaner = world.With(new TokenCleaner(world.Client, world.Time));
        await world.Create(Token("abcdef", expiration: "2026-01-02T03:04:04Z"));
        await world.Create(Token("unread", expiration: "soon"));
        await world.Create(Token("later1", expiration: "2026-01-02T04:04:05Z"));
        await world.Create(Token("always"));
        await world.Step();
        Assert.That((await world.All<Secret>()).Select(secret => secret.Metadata.Name), Is.EquivalentTo(new[] { "bootstrap-token-later1", "bootstrap-token-always" }));
        Assert.That(await cleaner.ReconcileAsync(new ObjectKey("kube-system", "bootstrap-token-later1"), default), Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task Cluster_info_is_signed_with_every_token_that_signs_and_with_no_other()
    {
        world.With(new BootstrapSigner(world.Client, world.Time));
        await world.Create(new ConfigMap { Metadata = new() { Name = "cluster-info", Namespace = "kube-public" }, Data = new Dictionary<string, string> { ["kubeconfig"] = "config", ["jws-kubeconfig-gone00"] = "x" } });
        await world.Create(Token("abcdef", signs: true));
        await world.Create(Token("silent"));
        await world.Settle();
        var data = (await world.Get<ConfigMap>("kube-public", "cluster-info")).Data;
        // HS256 over {"alg":"HS256","kid":"abcdef"} and "config", with the secret 0123456789abcdef.
        Assert.That(data, Is.EquivalentTo(new Dictionary<string, string> { ["kubeconfig"] = "config", ["jws-kubeconfig-abcdef"] = BootstrapSigner.Signature("config", "abcdef", "0123456789abcdef") }));
        Assert.That(data["jws-kubeconfig-abcdef"], Does.Match(@"\AeyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9\.\.[A-Za-z0-9_-]{43}\z"));
    }

    private static Secret Token(string id, string? expiration = null, bool signs = false)
    {
        var data = new Dictionary<string, string> { ["token-id"] = id, ["token-secret"] = "0123456789abcdef" };
        if (expiration is not null) data["expiration"] = expiration;
        if (signs) data["usage-bootstrap-signing"] = "true";
        return new()
        {
            Metadata = new() { Name = "bootstrap-token-" + id, Namespace = "kube-system" },
            Type = "bootstrap.kubernetes.io/token",
            Data = data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value)),
        };
    }
}
