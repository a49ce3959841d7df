using Kite.Agent.Runtime;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent.Runtime;

/// <summary>Images, and what is told of them and of containers as it happens.</summary>
internal abstract class ImagesContract(TestEngine engine) : RuntimeContract(engine)
{
    private PrivateRegistry registry = null!;
    private string pullable = "";

    [OneTimeSetUp]
    public async Task Push()
    {
        registry = await PrivateRegistry.StartAsync();
        pullable = await registry.PushAsync(TestEngine.Image, $"team/{Guid.NewGuid():n}:1");
    }

    [OneTimeTearDown]
    public async Task StopRegistry()
    {
        if (registry is not null) await registry.DisposeAsync();
    }

    [Test]
    public async Task An_image_is_found_by_name_and_id_and_listed()
    {
        var found = (await Runtime.FindImageAsync(TestEngine.Image, CancellationToken.None))!;
        Assert.That(found.Id, Does.Match("^sha256:[0-9a-f]{64}$"));
        Assert.Multiple(async () =>
        {
            Assert.That(found.Tags, Has.Some.EndsWith(TestEngine.Image));
            Assert.That(found.SizeBytes, Is.Positive);
            Assert.That((await Runtime.FindImageAsync(found.Id, CancellationToken.None))!.Id, Is.EqualTo(found.Id));
            Assert.That((await Runtime.ListImagesAsync(CancellationToken.None)).Select(image => image.Id), Does.Contain(found.Id));
            Assert.That(await Runtime.FindImageAsync("kite-kubelet-test/none:1", CancellationToken.None), Is.Null);
        });
    }

    [Test]
    public async Task The_image_of_sandboxes_is_pinned()
    {
        Assert.That((await Runtime.ListImagesAsync(CancellationToken.None)).Where(image => image.IsPinned), Is.Not.Empty);
    }

    [Test]
    public async Task An_image_in_use_stays_and_one_that_is_gone_is_removed_already()
    {
        var id = (await Runtime.FindImageAsync(TestEngine.Image, CancellationToken.None))!.Id;
        await StartAsync("sleep 1000");
        Assert.That(() => Runtime.RemoveImageAsync(id, CancellationToken.None), Throws.InstanceOf<RuntimeException>());
        Assert.That(await Runtime.FindImageAsync(TestEngine.Image, CancellationToken.None), Is.Not.Null);
        Assert.That(() => Runtime.RemoveImageAsync($"sha256:{new string('0', 64)}", CancellationToken.None), Throws.Nothing);
    }

    [Test]
    public async Task A_private_image_takes_credentials()
    {
        Assert.That(() => Runtime.PullImageAsync(pullable, null, CancellationToken.None), Throws.InstanceOf<RuntimeException>());
        Assert.That(
            () => Runtime.PullImageAsync(pullable, new RegistryCredentials(registry.Host, PrivateRegistry.User, "wrong"), CancellationToken.None),
            Throws.InstanceOf<RuntimeException>().With.Message.Contains("nauthorized").Or.InstanceOf<RuntimeException>().With.Message.Contains("authorization failed"));
        await Runtime.PullImageAsync(pullable, new RegistryCredentials(registry.Host, PrivateRegistry.User, PrivateRegistry.Password), CancellationToken.None);
        var found = (await Runtime.FindImageAsync(pullable, CancellationToken.None))!;
        Assert.That(found.Digests, Has.Some.StartsWith($"{registry.Host}/team/").And.Some.Contain("@sha256:"));
        await Engine.UntagAsync(pullable);
    }

    [Test]
    public void A_registry_that_is_not_there_is_told_of()
    {
        Assert.That(() => Runtime.PullImageAsync("127.0.0.1:1/none:1", null, CancellationToken.None), Throws.InstanceOf<RuntimeException>().With.Message.Contains("connection refused"));
    }

    [Test]
    public async Task What_happens_is_told()
    {
        using var stop = new CancellationTokenSource();
        var told = new List<RuntimeEvent>();
        var reading = ReadEventsAsync(told, stop.Token);
        await UntilToldAsync(told, RuntimeEventType.Subscribed, "");
        var id = await StartAsync("exit 0");
        await UntilToldAsync(told, RuntimeEventType.ContainerEnded, id);
        Assert.That((await FindAsync(id)).State, Is.EqualTo(ContainerRunState.Exited), "who is told that it ended finds it ended");
        await Runtime.RemoveAsync(id, CancellationToken.None);
        await UntilToldAsync(told, RuntimeEventType.ContainerRemoved, id);
        await Engine.TagAsync(TestEngine.Image, $"kite-kubelet-test/{nameof(What_happens_is_told).ToLowerInvariant()}:1");
        await UntilToldAsync(told, RuntimeEventType.ImagesChanged, "");
        await Engine.UntagAsync($"kite-kubelet-test/{nameof(What_happens_is_told).ToLowerInvariant()}:1");
        await stop.CancelAsync();
        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task The_engine_tells_who_it_is()
    {
        var info = await Runtime.InfoAsync(CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(info.Name, Is.EqualTo(Engine.Scheme));
            Assert.That(info.Version, Does.Match(@"^\d+\.\d+"));
            Assert.That(Directory.Exists(info.RootDirectory), Is.True);
            Assert.That(info.Handlers.Select(handler => handler.Name), Does.Contain("").And.Contain("runc"));
            Assert.That(info.KernelVersion, Is.EqualTo(File.ReadAllText("/proc/sys/kernel/osrelease").Trim()));
        });
    }

    private async Task ReadEventsAsync(List<RuntimeEvent> told, CancellationToken cancellationToken)
    {
        await foreach (var happened in Runtime.EventsAsync(cancellationToken))
            lock (told) told.Add(happened);
    }

    private static Task UntilToldAsync(List<RuntimeEvent> told, RuntimeEventType type, string id) => Eventually.Holds(() =>
    {
        lock (told) return Task.FromResult(told.Contains(new RuntimeEvent(type, id)));
    });
}
