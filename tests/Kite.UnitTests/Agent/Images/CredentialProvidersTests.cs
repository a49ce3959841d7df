using System.Text;
using System.Text.Json.Nodes;
using Kite.Agent.Images.Providers;
using Kite.Agent.Network.Commands;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Images;

internal sealed class CredentialProvidersTests
{
    private const string V1 = "credentialprovider.kubelet.k8s.io/v1";

    private readonly FakeTimeProvider clock = new();
    private PlayedCommands commands = null!;
    private CredentialProviders providers = null!;

    [SetUp]
    public void SetUp()
    {
        commands = new PlayedCommands();
        var provider = new CredentialProvider("ecr", V1, ["*.example.org/team"]) { Args = ["get"], Env = ["REGION=here"], DefaultCacheDuration = TimeSpan.FromHours(1) };
        providers = new CredentialProviders(new CredentialProviderOptions("/opt/bin", [provider]), commands, clock, NullLogger<CredentialProviders>.Instance);
    }

    [Test]
    public async Task A_program_is_asked_about_images_that_it_is_for_and_gets_arguments_variables_and_question()
    {
        commands.Answer = Answer("Image");
        var found = await providers.ForAsync("r.example.org/team/app:1", CancellationToken.None);
        Assert.That(await providers.ForAsync("r.example.org/other/app:1", CancellationToken.None), Is.Empty);
        Assert.That(found.Select(credentials => credentials.Username), Is.EqualTo(new[] { "specific", "general" }));
        Assert.That(commands.Runs, Has.Count.EqualTo(1));
        Assert.That(commands.Runs[0].Arguments, Is.EqualTo(new[] { "REGION=here", "/opt/bin/ecr", "get" }));
        Assert.That(commands.Runs[0].Input, Is.EqualTo("{\"kind\":\"CredentialProviderRequest\",\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\",\"image\":\"r.example.org/team/app\"}"));
    }

    [TestCase("Image", "r.example.org/team/app:2", 1)]
    [TestCase("Image", "r.example.org/team/web", 2)]
    [TestCase("Registry", "r.example.org/team/web", 1)]
    [TestCase("Registry", "s.example.org/team/app", 2)]
    [TestCase("Global", "s.example.org/team/app", 1)]
    public async Task An_answer_is_good_for_what_it_says(string cacheKeyType, string next, int asked)
    {
        commands.Answer = Answer(cacheKeyType);
        await providers.ForAsync("r.example.org/team/app:1", CancellationToken.None);
        await providers.ForAsync(next, CancellationToken.None);
        Assert.That(commands.Runs, Has.Count.EqualTo(asked));
    }

    [TestCase("", 59, 1)]
    [TestCase("", 61, 2)]
    [TestCase("10m0s", 11, 2)]
    [TestCase("0s", 0, 2)]
    public async Task An_answer_is_good_for_as_long_as_it_or_the_configuration_says(string duration, int minutes, int asked)
    {
        commands.Answer = Answer("Global", duration);
        await providers.ForAsync("r.example.org/team/app", CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(minutes));
        await providers.ForAsync("r.example.org/team/app", CancellationToken.None);
        Assert.That(commands.Runs, Has.Count.EqualTo(asked));
    }

    [TestCase(1, "")]
    [TestCase(0, "no JSON")]
    [TestCase(0, "{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1beta1\",\"cacheKeyType\":\"Global\"}")]
    [TestCase(0, "{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\",\"cacheKeyType\":\"Planet\"}")]
    [TestCase(0, "{\"kind\":7}")]
    public async Task A_program_that_fails_or_babbles_knows_nothing_and_is_asked_again(int exitCode, string output)
    {
        commands.Answer = new CommandResult(exitCode, output, "failed");
        Assert.That(await providers.ForAsync("r.example.org/team/app", CancellationToken.None), Is.Empty);
        Assert.That(await providers.ForAsync("r.example.org/team/app", CancellationToken.None), Is.Empty);
        Assert.That(commands.Runs, Has.Count.EqualTo(2));
    }

    [Test]
    public void The_configuration_is_upstreams_in_YAML()
    {
        const string Text = """
            apiVersion: kubelet.config.k8s.io/v1
            kind: CredentialProviderConfig
            providers:
              - name: ecr-credential-provider
                matchImages: ["*.dkr.ecr.*.amazonaws.com", "registry.io:8080/path"]
                defaultCacheDuration: "12h"
                apiVersion: credentialprovider.kubelet.k8s.io/v1
                args: [get-credentials]
                env: [{name: AWS_PROFILE, value: example}]
            """;
        var provider = CredentialProviderFile.Parse(Encoding.UTF8.GetBytes(Text)).Single();
        Assert.That((provider.Name, provider.ApiVersion, provider.DefaultCacheDuration), Is.EqualTo(("ecr-credential-provider", V1, TimeSpan.FromHours(12))));
        Assert.That(provider.Images, Is.EqualTo(new[] { "*.dkr.ecr.*.amazonaws.com", "registry.io:8080/path" }));
        Assert.That((provider.Args.Single(), provider.Env.Single()), Is.EqualTo(("get-credentials", "AWS_PROFILE=example")));
    }

    [TestCase("kind: Pod", "it is no CredentialProviderConfig of kubelet.config.k8s.io/v1")]
    [TestCase("{kind: CredentialProviderConfig, apiVersion: kubelet.config.k8s.io/v1, providers: []}", "providers: at least 1 item in plugins is required")]
    [TestCase("{kind: CredentialProviderConfig, apiVersion: kubelet.config.k8s.io/v1, providers: [{name: a/b}]}", "provider name \"a/b\" is no file name")]
    [TestCase("{kind: CredentialProviderConfig, apiVersion: kubelet.config.k8s.io/v1, providers: [{name: a, apiVersion: credentialprovider.kubelet.k8s.io/v1, matchImages: [x]}]}", "a: defaultCacheDuration is required, such as 12h")]
    public void A_configuration_that_is_none_is_refused(string text, string message) =>
        Assert.That(() => CredentialProviderFile.Parse(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void A_configuration_that_is_no_YAML_is_refused() => Assert.That(() => CredentialProviderFile.Parse("["u8), Throws.TypeOf<FormatException>());

    private static CommandResult Answer(string cacheKeyType, string duration = "")
    {
        var answer = new JsonObject { ["kind"] = "CredentialProviderResponse", ["apiVersion"] = V1, ["cacheKeyType"] = cacheKeyType };
        if (duration.Length > 0) answer["cacheDuration"] = duration;
        answer["auth"] = new JsonObject { ["*.example.org"] = Login("general"), ["*.example.org/team"] = Login("specific"), ["elsewhere.org"] = Login("other") };
        return new CommandResult(0, answer.ToJsonString(), "");
    }

    private static JsonObject Login(string user) => new() { ["username"] = user, ["password"] = "p" };
}
