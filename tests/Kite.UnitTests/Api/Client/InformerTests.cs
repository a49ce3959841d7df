using System.Collections.Concurrent;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Testing.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Api.Client;

public sealed class InformerTests
{
    private FakeApiClient client = null!;
    private InformerFactory factory = null!;

    [SetUp]
    public async Task SetUp()
    {
        client = new FakeApiClient();
        factory = new InformerFactory(client, TimeProvider.System, NullLogger<InformerFactory>.Instance);
        await factory.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task TearDown()
    {
        await factory.StopAsync(CancellationToken.None);
        factory.Dispose();
    }

    [Test]
    public async Task The_copy_follows_creates_updates_and_deletes()
    {
        var informer = factory.For<ConfigMap>();
        var events = new BlockingCollection<InformerEvent<ConfigMap>>();
        informer.OnChange(events.Add);
        await informer.WaitForSyncAsync(CancellationToken.None);

        var created = await client.Resource<ConfigMap>().CreateAsync(Map("a"), CancellationToken.None);
        Assert.That(events.Take().Type, Is.EqualTo(WatchEventType.Added));
        await client.Resource<ConfigMap>().UpdateAsync(created with { Data = new Dictionary<string, string> { ["k"] = "v" } }, CancellationToken.None);
        var modified = events.Take();
        Assert.That(modified.Old!.Data, Is.Empty);
        Assert.That(informer.Lister.Get(new ObjectKey("ns", "a"))!.Data["k"], Is.EqualTo("v"));
        await client.Resource<ConfigMap>().DeleteAsync("ns", "a", null, CancellationToken.None);
        Assert.That(events.Take().Type, Is.EqualTo(WatchEventType.Deleted));
        Assert.That(informer.Lister.List(), Is.Empty);
    }

    [Test]
    public async Task A_late_handler_is_told_what_is_there()
    {
        await client.Resource<ConfigMap>().CreateAsync(Map("a"), CancellationToken.None);
        var informer = factory.For<ConfigMap>();
        await informer.WaitForSyncAsync(CancellationToken.None);
        var seen = new List<string>();
        informer.OnChange(e => seen.Add(e.Object.Metadata.Name));
        Assert.That(seen, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task An_index_finds_objects_and_forgets_deleted_ones()
    {
        var informer = factory.For<ConfigMap>();
        informer.AddIndex("label", map => map.Metadata.Labels.Values);
        var events = new BlockingCollection<InformerEvent<ConfigMap>>();
        informer.OnChange(events.Add);
        await client.Resource<ConfigMap>().CreateAsync(Map("a"), CancellationToken.None);
        events.Take();
        Assert.That(informer.Lister.ByIndex("label", "red"), Has.Count.EqualTo(1));
        await client.Resource<ConfigMap>().DeleteAsync("ns", "a", null, CancellationToken.None);
        events.Take();
        Assert.That(informer.Lister.ByIndex("label", "red"), Is.Empty);
    }

    [Test]
    public void One_informer_is_shared_by_all_who_ask_for_the_same()
    {
        var first = factory.For<ConfigMap>();
        Assert.That(factory.For<ConfigMap>(), Is.SameAs(first));
        Assert.That(factory.For<ConfigMap>(labelSelector: "a=b"), Is.Not.SameAs(first));
    }

    private static ConfigMap Map(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "ns", Labels = new Dictionary<string, string> { ["colour"] = "red" } },
    };
}
