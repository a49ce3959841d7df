using System.Net;
using System.Text;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Docker;
using Kite.Api.Models.CoreV1;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent;

[TestFixture]
[Category("Docker")]
internal sealed class ImagesOnDockerTests
{
    private DockerNode node = null!;
    private PrivateRegistry registry = null!;
    private string image = "";

    [OneTimeSetUp]
    public async Task Push()
    {
        await DockerNode.ImportImageAsync();
        registry = await PrivateRegistry.StartAsync();
        image = await registry.PushAsync(DockerNode.Image, $"team/{Guid.NewGuid():n}:1");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (registry is not null) await registry.DisposeAsync();
    }

    [SetUp]
    public async Task SetUp()
    {
        node = new DockerNode();
        await node.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await node.DisposeAsync();
        await DockerNode.DockerAsync("rmi", image);
    }

    [Test]
    public async Task A_private_image_takes_a_secret_that_fits_and_is_for_its_holders()
    {
        await SecretAsync("wrong", registry.Credentials("other"));
        await SecretAsync("right", registry.Credentials());
        await CreateAsync("denied", "wrong");
        var denied = await node.WaitAsync("denied", pod => pod?.Status.ContainerStatuses is [{ State.Waiting.Reason: "ErrImagePull" or "ImagePullBackOff" }]);
        Assert.That(denied.Status.ContainerStatuses[0].State!.Waiting!.Message, Does.Contain("unauthorized"));

        await CreateAsync("allowed", "wrong", "right");
        var allowed = await node.WaitAsync("allowed", DockerNode.IsReady);
        Assert.That(allowed.Status.ContainerStatuses[0].ImageID, Does.StartWith($"docker-pullable://{registry.Host}/team/").And.Contain("@sha256:"));
        await node.StopAsync();
        await node.StartAsync();

        await node.CreateAsync("freeloader", "sleep 1000", container => container with { Image = image, ImagePullPolicy = "Never" });
        var freeloader = await node.WaitAsync("freeloader", pod => pod?.Status.ContainerStatuses is [{ State.Waiting.Reason: "ErrImageNeverPull" }]);
        Assert.That(freeloader.Status.ContainerStatuses[0].State!.Waiting!.Message, Is.EqualTo($"Container image \"{image}\" is present with pull policy of Never but does not have the proper credentials to access the image"));
    }

    [Test]
    public async Task The_nodes_own_credentials_are_for_all_pods()
    {
        await File.WriteAllTextAsync(Path.Combine(node.Directory, "config.json"), registry.Credentials());
        await CreateAsync("web");
        await node.WaitAsync("web", DockerNode.IsReady);
        await node.WaitForEventAsync("Pulling", $"Pulling image \"{image}\"");
    }

    [Test]
    public async Task A_registry_that_is_away_has_a_reason_of_its_own()
    {
        using var away = new HttpListener();
        var address = $"127.0.0.1:{FreePorts.Take()}";
        away.Prefixes.Add($"http://{address}/");
        away.Start();
        var answering = RefuseAllAsync(away);
        await node.CreateAsync("web", "sleep 1000", container => container with { Image = $"{address}/app:1" });
        var pod = await node.WaitAsync("web", pod => pod?.Status.ContainerStatuses is [{ State.Waiting.Reason: "RegistryUnavailable" }]);
        Assert.That(pod.Status.ContainerStatuses[0].State!.Waiting!.Message, Does.StartWith($"image pull failed for {address}/app:1 because the registry is unavailable: ").And.Contain("503"));
        away.Stop();
        await answering;
    }

    [Test]
    public async Task An_image_is_removed_under_all_its_names_unless_somebody_uses_it()
    {
        using var runtime = new DockerRuntime(new DockerOptions(DockerEngine.Endpoint, node.Name, node.Directory), TimeProvider.System);
        var credentials = new RegistryCredentials(registry.Host, PrivateRegistry.User, PrivateRegistry.Password);
        await runtime.PullImageAsync(image, credentials, CancellationToken.None);
        var id = (await runtime.FindImageAsync(image, CancellationToken.None))!.Id;
        await DockerNode.DockerAsync("rmi", DockerNode.Image);
        try
        {
            await DockerNode.DockerAsync("tag", image, $"kite-kubelet-test/{node.Name}:1");
            var holder = await DockerNode.DockerAsync("create", image);
            Assert.That(() => runtime.RemoveImageAsync(id, CancellationToken.None), Throws.TypeOf<RuntimeException>().With.Message.Contains("is using image"));
            Assert.That(await runtime.FindImageAsync(image, CancellationToken.None), Is.Not.Null);
            await DockerNode.DockerAsync("rm", holder);
            await runtime.RemoveImageAsync(id, CancellationToken.None);
            Assert.That(await runtime.FindImageAsync(id, CancellationToken.None), Is.Null);
            Assert.That(() => runtime.RemoveImageAsync(id, CancellationToken.None), Throws.Nothing);
        }
        finally
        {
            await DockerNode.ImportImageAsync();
        }
    }

    private static async Task RefuseAllAsync(HttpListener listener)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.StatusCode = 503;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private Task<Secret> SecretAsync(string name, string config) => node.Api.Resource<Secret>().CreateAsync(
        new Secret
        {
            Metadata = new() { Namespace = "default", Name = name },
            Type = "kubernetes.io/dockerconfigjson",
            Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes(config) },
        },
        CancellationToken.None);

    private Task<Pod> CreateAsync(string name, params string[] secrets) => node.CreateAsync(
        name, "sleep 1000", container => container with { Image = image }, spec => spec with { ImagePullSecrets = [.. secrets.Select(secret => new LocalObjectReference { Name = secret })] });
}
