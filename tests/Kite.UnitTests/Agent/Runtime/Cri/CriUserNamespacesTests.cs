using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri;
using V1 = Kite.Agent.Runtime.Cri.V1;

namespace Kite.UnitTests.Agent.Runtime.Cri;

[TestFixture]
internal sealed class CriUserNamespacesTests
{
    private static readonly PodIdentity Pod = new("default", "web", "u1");
    private static readonly V1.IDMapping Mapping = new() { HostId = 131072, Length = 65536 };
    private PlayedCri played = null!;
    private CriRuntime runtime = null!;

    [SetUp]
    public async Task StartAsync()
    {
        played = new PlayedCri();
        await played.StartAsync();
        runtime = played.Open();
        played.Answer.RuntimeHandlers.Add(new V1.RuntimeHandler { Name = "runc", Features = new V1.RuntimeHandlerFeatures() });
        played.Answer.RuntimeHandlers.Add(new V1.RuntimeHandler { Name = "", Features = new V1.RuntimeHandlerFeatures { UserNamespaces = true } });
    }

    [TearDown]
    public async Task StopAsync()
    {
        runtime.Dispose();
        await played.DisposeAsync();
    }

    [Test]
    public async Task A_runtime_tells_what_it_and_its_handlers_can()
    {
        played.Answer.Features = new V1.RuntimeFeatures { SupplementalGroupsPolicy = true };
        var info = await runtime.InfoAsync(CancellationToken.None);
        Assert.That(info.Handlers, Is.EqualTo(new[] { new RuntimeHandler("", HasUserNamespaces: true), new RuntimeHandler("runc") }));
        Assert.That(info.HasStrictGroups, Is.True);
    }

    [Test]
    public async Task An_older_runtime_names_its_handlers_in_its_configuration()
    {
        played.Answer.RuntimeHandlers.Clear();
        played.Answer.Info["config"] = """{"containerd":{"runtimes":{"runc":{},"kata":{}}}}""";
        var info = await runtime.InfoAsync(CancellationToken.None);
        Assert.That(info.Handlers, Is.EqualTo(new[] { new RuntimeHandler(""), new RuntimeHandler("kata"), new RuntimeHandler("runc") }));
        Assert.That(info.HasStrictGroups, Is.False);
    }

    [Test]
    public async Task A_pod_with_users_of_its_own_gets_the_ids_that_it_was_given_in_sandbox_containers_and_mounts()
    {
        var sandbox = await runtime.RunSandboxAsync(new SandboxConfig { Pod = Pod, Network = "kite", HostUsers = false, UserIds = new UserIds(131072, 65536) }, CancellationToken.None);
        await CreateAsync(runtime, sandbox.Id);
        // What was made before a restart is told by the runtime.
        using var restarted = played.Open();
        await CreateAsync(restarted, sandbox.Id);
        var asked = played.Sandboxes.Single().Config.Linux.SecurityContext.NamespaceOptions.UsernsOptions;
        Assert.That((asked.Mode, asked.Uids.Single(), asked.Gids.Single()), Is.EqualTo((V1.NamespaceMode.Pod, Mapping, Mapping)));
        foreach (var container in played.Containers.Select(request => request.Config))
        {
            Assert.That(container.Linux.SecurityContext.NamespaceOptions.UsernsOptions, Is.EqualTo(asked));
            Assert.That((container.Mounts.Single().UidMappings.Single(), container.Mounts.Single().GidMappings.Single()), Is.EqualTo((Mapping, Mapping)));
        }
    }

    [Test]
    public async Task A_pod_with_the_hosts_users_says_so()
    {
        var sandbox = await runtime.RunSandboxAsync(new SandboxConfig { Pod = Pod, Network = "kite" }, CancellationToken.None);
        await CreateAsync(runtime, sandbox.Id);
        Assert.That(played.Sandboxes.Single().Config.Linux.SecurityContext.NamespaceOptions.UsernsOptions, Is.EqualTo(new V1.UserNamespace { Mode = V1.NamespaceMode.Node }));
        Assert.That(played.Containers.Single().Config.Linux.SecurityContext.NamespaceOptions.UsernsOptions, Is.EqualTo(new V1.UserNamespace { Mode = V1.NamespaceMode.Node }));
        Assert.That(played.Containers.Single().Config.Mounts.Single().UidMappings, Is.Empty);
    }

    [Test]
    public void A_handler_without_user_namespaces_refuses_such_a_pod_in_upstreams_words()
    {
        Task RunAsync(string handler) => runtime.RunSandboxAsync(new SandboxConfig { Pod = Pod, Network = "kite", RuntimeHandler = handler, HostUsers = false, UserIds = new UserIds(131072, 65536) }, CancellationToken.None);
        Assert.That(() => RunAsync("runc"), Throws.InstanceOf<RuntimeException>().With.Message.EqualTo("can't set `spec.hostUsers: false`, RuntimeClass handler \"runc\" does not support user namespaces"));
        played.Answer.RuntimeHandlers.Clear();
        Assert.That(() => RunAsync(""), Throws.InstanceOf<RuntimeException>().With.Message.EqualTo("can't set `spec.hostUsers: false`, runtime does not support user namespaces"));
        Assert.That(played.Sandboxes, Is.Empty);
    }

    private static Task<string> CreateAsync(CriRuntime runtime, string sandbox) => runtime.CreateContainerAsync(
        new ContainerConfig { Pod = Pod, Name = "main", SandboxId = sandbox, Image = "sha256:1", HostUsers = false, Mounts = [new ContainerMount("/var/data", "/data", false)] }, CancellationToken.None);
}
