using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Registry.Verbs;
using Kite.ApiServer.WatchCache;
using Kite.Storage;
using Kite.Storage.Sqlite;
using Kite.UnitTests.ApiServer.WatchCache;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.ApiServer.Registry;

/// <summary>Watches that begin before what the cache remembers: it is filled anew, as by a restart of the server.</summary>
public sealed class PastChangesTests
{
    private static readonly ObjectSelection Red = new("ns", null, value => value.Labels.TryGetValue("colour", out var colour) && colour == "red");
    private string directory = "";
    private SqliteStore store = null!;

    [SetUp]
    public void Open()
    {
        directory = Directory.CreateTempSubdirectory("kite-past-").FullName;
        store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(directory, "kite.db") }, NullLogger<SqliteStore>.Instance, TimeProvider.System);
    }

    [TearDown]
    public async Task Close()
    {
        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task A_watch_from_before_a_restart_gets_what_happened_since_as_its_selection_sees_it()
    {
        var start = await Put("a", "red");
        await Put("b", "blue");
        await Put("a", "blue");
        await Put("b", "red");
        await Put("c", "red");
        await store.WriteAsync(new StoreWrite(Key("c"), null, null), default);
        using var caches = await Restart();
        var cache = caches.Of(CachedObjects.ConfigMaps);

        var watch = await Past().WatchAsync(cache, Red, start, wantsBookmarks: false, default);
        using var watcher = watch.Watcher;
        await Put("d", "red");

        Assert.That(
            watch.Past.Select(change => watcher.Seen(change)).OfType<WatchItem>().Select(item => $"{item.Type} {item.Object!.Key.Name} {item.Object.ResourceVersion}"),
            Is.EqualTo(new[] { $"Deleted a {start + 2}", $"Added b {start + 3}", $"Added c {start + 4}", $"Deleted c {start + 5}" }));
        Assert.That(watcher.Items.TryRead(out var live) && live.Object!.Key.Name == "d", Is.True);
    }

    [Test]
    public async Task What_the_store_has_compacted_is_expired()
    {
        var start = await Put("a", "red");
        await Put("a", "blue");
        await store.CompactAsync(await Put("a", "red"), default);
        using var caches = await Restart();

        var expired = await Assert.ThrowsAsync<ApiStatusException>(async () => await Past().WatchAsync(caches.Of(CachedObjects.ConfigMaps), Red, start, wantsBookmarks: false, default));

        Assert.That(expired!.Reason, Is.EqualTo(StatusReason.Expired));
    }

    private static string Key(string name) => StorePath.Of(CachedObjects.ConfigMaps, new ObjectKey("ns", name));

    private PastChanges Past() => new(store, new PastStates(store), TimeProvider.System);

    private async Task<ResourceCaches> Restart()
    {
        var caches = new ResourceCaches(store, TimeProvider.System);
        caches.Add(CachedObjects.ConfigMaps, SelectableFields.None);
        await caches.StartAsync(default);
        return caches;
    }

    private async Task<long> Put(string name, string colour) =>
        (await store.WriteAsync(new StoreWrite(Key(name), CachedObjects.Stored($"\"name\":\"{name}\",\"labels\":{{\"colour\":\"{colour}\"}}"), null), default)).Revision;
}
