using System.Text;
using Kite.Agent.Images;
using Kite.Agent.Images.Providers;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Kubelet.Sources;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;
using Kite.Testing.Client;
using Kite.UnitTests.Agent.Server;
using Kite.UnitTests.ControlPlane.Controllers.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Images;

[TestFixture]
internal sealed class ImagePullerTests
{
    private const string Private = "registry.example.org/app:1";

    private readonly FakeTimeProvider clock = new();
    private PlayedImages engine = null!;
    private FakeApiClient api = null!;
    private KubeletOptions options = null!;
    private RecordedEvents recorded = null!;
    private ImagePuller puller = null!;
    private PlayedCommands commands = null!;
    private TestMeters meters = null!;

    [SetUp]
    public void SetUp()
    {
        engine = new PlayedImages();
        api = new FakeApiClient();
        recorded = new RecordedEvents();
        commands = new PlayedCommands();
        meters = new TestMeters();
        options = new KubeletOptions { NodeName = "n", DataDirectory = Directory.CreateTempSubdirectory("kite-images-").FullName, Version = "v1" };
        puller = NewPuller();
    }

    [TearDown]
    public void TearDown()
    {
        puller.Dispose();
        meters.Dispose();
        Directory.Delete(options.DataDirectory, recursive: true);
    }

    [TestCase("app:1", "", false, 1)]
    [TestCase("app:1", "", true, 0)]
    [TestCase("app", "", true, 1)]
    [TestCase("app:latest", "IfNotPresent", true, 0)]
    [TestCase("app:1", "Always", true, 1)]
    [TestCase("app:1", "Never", true, 0)]
    public async Task The_policy_or_the_tag_says_whether_to_pull(string image, string policy, bool present, int pulls)
    {
        if (present) Hold(ImageName.Normalize(image)!);
        await EnsureAsync(Work(), image, policy);
        Assert.That(engine.Pulls, Has.Count.EqualTo(pulls));
    }

    [TestCase("Not An Image", "", "InvalidImageName", "Failed to apply default image tag \"Not An Image\": couldn't parse image name \"Not An Image\": invalid reference format")]
    [TestCase("app:1", "Never", "ErrImageNeverPull", "Container image \"app:1\" is not present with pull policy of Never")]
    public void An_image_that_cannot_be_had_is_refused(string image, string policy, string reason, string message) =>
        Assert.That(() => EnsureAsync(Work(), image, policy), Refused(reason, message));

    [Test]
    public void A_failed_pull_is_followed_by_back_off_that_names_the_failure()
    {
        engine.Registry = _ => new RuntimeException("manifest unknown");
        var work = Work();
        Assert.That(() => EnsureAsync(work, "app:1"), Refused("ErrImagePull", "manifest unknown"));
        Assert.That(() => EnsureAsync(work, "app:1"), Refused("ImagePullBackOff", "Back-off pulling image \"app:1\": ErrImagePull: manifest unknown"));
        Assert.That(recorded.All, Is.EqualTo(new[]
        {
            "Pulling: Pulling image \"app:1\"", "Failed: Failed to pull image \"app:1\": manifest unknown", "BackOff: Back-off pulling image \"app:1\"",
        }));
        Assert.That(engine.Pulls, Has.Count.EqualTo(1));
        clock.Advance(TimeSpan.FromSeconds(11));
        engine.Registry = _ => null;
        Assert.That(() => EnsureAsync(work, "app:1"), Throws.Nothing);
    }

    [Test]
    public void A_registry_that_does_not_answer_has_a_reason_of_its_own()
    {
        engine.Registry = _ => new RegistryUnavailableException("connection refused");
        Assert.That(() => EnsureAsync(Work(), "app:1"), Refused("RegistryUnavailable", "image pull failed for app:1 because the registry is unavailable: connection refused"));
    }

    [Test]
    public async Task The_credentials_of_the_pods_secrets_are_tried_before_those_of_the_node()
    {
        await SecretAsync("one", "first");
        await SecretAsync("two", "second");
        File.WriteAllText(Path.Combine(options.DataDirectory, "config.json"), Auths("registry.example.org", "node"));
        engine.Registry = user => user == "node" ? null : new RuntimeException($"{user} is denied");
        await EnsureAsync(Work("one", "missing", "two"), Private);
        Assert.That(engine.Pulls, Is.EqualTo(new[] { "first", "second", "node" }));
    }

    [Test]
    public async Task An_image_that_was_pulled_with_a_secret_is_not_for_pods_without_it()
    {
        await SecretAsync("one", "first");
        await SecretAsync("copy", "first");
        await SecretAsync("other", "second");
        engine.Registry = user => user == "first" ? null : new RuntimeException("denied");
        await EnsureAsync(Work("one"), Private);
        puller.Dispose();
        puller = NewPuller();

        await EnsureAsync(Work("one"), Private);
        await EnsureAsync(Work("copy"), Private);
        Assert.That(engine.Pulls, Has.Count.EqualTo(1));
        Assert.That(() => EnsureAsync(Work(), Private, "IfNotPresent"), Refused("ErrImagePull", "denied"));
        Assert.That(() => EnsureAsync(Work("other"), Private, "IfNotPresent"), Refused("ErrImagePull", "denied"));
        Assert.That(() => EnsureAsync(Work(), Private, "Never"), Refused(
            "ErrImageNeverPull", $"Container image \"{Private}\" is present with pull policy of Never but does not have the proper credentials to access the image"));
    }

    [Test]
    public async Task An_image_that_was_on_the_node_under_another_name_stays_everybodys_under_that_one_but_not_by_its_id()
    {
        await SecretAsync("one", "first");
        await EnsureAsync(Work("one"), Private);
        var id = "sha256:" + new string('a', 64);
        engine.Present["mine:1"] = engine.Present[id] = engine.Present[Private] with { Id = id };
        new PulledImages(options, NullLogger<PulledImages>.Instance).Add(id, "registry.example.org/app", new PullCredentials(new RegistryCredentials("s", "u", "p"), "uid/default/one"));
        puller.Dispose();
        puller = NewPuller();
        await EnsureAsync(Work(), "mine:1", "Never");
        Assert.That(() => EnsureAsync(Work(), id, "Never"), Throws.TypeOf<StartException>());
    }

    [Test]
    public async Task An_image_that_took_no_secret_is_for_everybody()
    {
        await EnsureAsync(Work(), Private);
        await EnsureAsync(Work(), Private, "Never");
        Assert.That(engine.Pulls, Has.Count.EqualTo(1));
        Assert.That(recorded.All[^1], Is.EqualTo($"Pulled: Container image \"{Private}\" already present on machine and can be accessed by the pod"));
    }

    [TestCase(CredentialsVerification.NeverVerifyPreloadedImages, 0)]
    [TestCase(CredentialsVerification.NeverVerify, 0)]
    [TestCase(CredentialsVerification.AlwaysVerify, 1)]
    public async Task The_policy_says_whether_an_image_that_was_there_before_may_be_used(CredentialsVerification policy, int pulls)
    {
        options = options with { Images = options.Images with { Verification = policy } };
        puller.Dispose();
        puller = NewPuller();
        Hold(Private);
        await EnsureAsync(Work(), Private);
        Assert.That(engine.Pulls, Has.Count.EqualTo(pulls));
    }

    [TestCase("registry.example.org/app", 0)]
    [TestCase("registry.example.org/*", 0)]
    [TestCase("registry.example.org/ap", 1)]
    public async Task An_image_on_the_list_may_be_used_by_all(string allowed, int pulls)
    {
        options = options with { Images = options.Images with { Verification = CredentialsVerification.NeverVerifyAllowlistedImages, Allowlist = [allowed] } };
        puller.Dispose();
        puller = NewPuller();
        Hold(Private);
        await EnsureAsync(Work(), Private);
        Assert.That(engine.Pulls, Has.Count.EqualTo(pulls));
    }

    [Test]
    public async Task A_policy_that_verifies_nothing_gives_to_all_what_was_pulled_with_a_secret()
    {
        await SecretAsync("one", "first");
        await EnsureAsync(Work("one"), Private);
        options = options with { Images = options.Images with { Verification = CredentialsVerification.NeverVerify } };
        puller.Dispose();
        puller = NewPuller();
        await EnsureAsync(Work(), Private, "Never");
        Assert.That(engine.Pulls, Has.Count.EqualTo(1));
    }

    private static NUnit.Framework.Constraints.EqualConstraint<WaitingReason> Refused(string reason, string message) =>
        Throws.TypeOf<StartException>().With.Property(nameof(StartException.Waiting)).EqualTo(new WaitingReason(reason, message));

    private static string Auths(string server, string user) => "{\"auths\":{\"" + server + "\":{\"username\":\"" + user + "\",\"password\":\"p\"}}}";

    private ImagePuller NewPuller() => new(
        engine, new ImageCache(engine, engine), new PullSecrets(new ApiObjectSource(api, clock), new CredentialProviders(options.Images.CredentialProviders, commands, clock, NullLogger<CredentialProviders>.Instance), options), new PulledImages(options, NullLogger<PulledImages>.Instance),
        new KubeletEvents(recorded, options, clock), options, clock);

    private void Hold(string reference) => engine.Present[reference] = new RuntimeImage("sha256:" + reference, [reference], [], 7);

    private Task<RuntimeImage> EnsureAsync(PodWork work, string image, string policy = "") =>
        puller.EnsureAsync(new ImageRequest(work, image, policy, new ObjectReference()), CancellationToken.None);

    private PodWork Work(params string[] secrets)
    {
        var pod = new Pod
        {
            Metadata = new() { Namespace = "default", Name = "web", Uid = Guid.NewGuid().ToString() },
            Spec = new PodSpec { ImagePullSecrets = [.. secrets.Select(name => new LocalObjectReference { Name = name })] },
        };
        return new PodWork(pod, new RestartBackOff(clock), null!, null!, new PodResize(pod, recorded: null), clock.GetUtcNow()) { Changed = () => { }, Meters = new KubeletMeters(meters, clock) };
    }

    private Task<Secret> SecretAsync(string name, string user) => api.Resource<Secret>().CreateAsync(
        new Secret
        {
            Metadata = new() { Namespace = "default", Name = name },
            Type = "kubernetes.io/dockerconfigjson",
            Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes(Auths("*.example.org", user)) },
        },
        CancellationToken.None);
}
