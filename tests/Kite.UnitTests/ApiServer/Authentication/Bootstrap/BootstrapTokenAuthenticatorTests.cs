using System.Text;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.Bootstrap;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Authentication.Bootstrap;

public sealed class BootstrapTokenAuthenticatorTests
{
    private const string Token = "abcdef.0123456789abcdef";

    private FakeTimeProvider time = null!;
    private FakeResourceCaches caches = null!;
    private BootstrapTokenAuthenticator authenticator = null!;

    [SetUp]
    public void SetUp()
    {
        time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        caches = new();
        authenticator = new(caches, time);
    }

    [Test]
    public async Task A_token_names_the_bootstrap_user_and_its_groups()
    {
        Put(("auth-extra-groups", "system:bootstrappers:b,system:bootstrappers:a"));
        var user = (await AuthenticateAsync())!.User;
        Assert.That(user.Name, Is.EqualTo("system:bootstrap:abcdef"));
        Assert.That(user.Groups, Is.EqualTo(new[] { "system:bootstrappers", "system:bootstrappers:a", "system:bootstrappers:b" }));
    }

    [Test]
    public async Task A_token_expires()
    {
        Put(("expiration", "2026-01-01T01:00:00Z"));
        Assert.That(await AuthenticateAsync(), Is.Not.Null);
        time.Advance(TimeSpan.FromHours(1));
        Assert.That(AuthenticateAsync, Throws.InstanceOf<InvalidTokenException>());
    }

    [TestCase("token-secret", "0123456789abcdee")]
    [TestCase("token-id", "fedcba")]
    [TestCase("usage-bootstrap-authentication", "false")]
    [TestCase("auth-extra-groups", "system:masters")]
    [TestCase("auth-extra-groups", "system:bootstrappers:a,")]
    [TestCase("expiration", "tomorrow")]
    public void A_secret_that_is_not_in_order_authenticates_nobody(string entry, string value)
    {
        Put((entry, value));
        Assert.That(AuthenticateAsync, Throws.InstanceOf<InvalidTokenException>());
    }

    [Test]
    public void A_secret_of_another_type_authenticates_nobody()
    {
        Put(type: "Opaque");
        Assert.That(AuthenticateAsync, Throws.InstanceOf<InvalidTokenException>());
    }

    [Test]
    public void An_unknown_token_is_refused() => Assert.That(AuthenticateAsync, Throws.InstanceOf<InvalidTokenException>());

    [TestCase("ABCDEF.0123456789abcdef")]
    [TestCase("abcdef.0123456789abcde")]
    [TestCase("abcdef.0123456789abcdef\n")]
    public async Task What_is_no_bootstrap_token_is_left_to_others(string text) => Assert.That(await authenticator.AuthenticateAsync(text, [], CancellationToken.None), Is.Null);

    private Task<TokenIdentity?> AuthenticateAsync() => authenticator.AuthenticateAsync(Token, [], CancellationToken.None).AsTask();

    private void Put((string Entry, string Value)? change = null, string type = "bootstrap.kubernetes.io/token")
    {
        var data = new Dictionary<string, string> { ["token-id"] = "abcdef", ["token-secret"] = "0123456789abcdef", ["usage-bootstrap-authentication"] = "true" };
        if (change is var (entryName, changed)) data[entryName] = changed;
        caches.Put(new Secret
        {
            Metadata = new() { Name = "bootstrap-token-abcdef", Namespace = "kube-system" },
            Type = type,
            Data = data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value)),
        });
    }
}
