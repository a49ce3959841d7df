using System.Text;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;
using Kite.Storage;
using Kite.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.ApiServer.WatchCache;

public sealed class ResourceCachesTests
{
    [Test]
    public async Task A_change_that_the_caches_have_not_seen_is_no_revision_of_theirs()
    {
        var directory = Directory.CreateTempSubdirectory("kite-caches-").FullName;
        await using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(directory, "kite.db") }, NullLogger<SqliteStore>.Instance, TimeProvider.System);
        using var caches = new ResourceCaches(store, TimeProvider.System);
        var onlooker = new Onlooker(() => caches.Revision);
        // Told before the caches are.
        using var watch = store.Watch(StorePath.Root, store.CurrentRevision, onlooker);
        caches.Add(CachedObjects.ConfigMaps, SelectableFields.None);
        await caches.StartAsync(default);

        var key = StorePath.Of(CachedObjects.ConfigMaps, new("ns", "a"));
        var written = await store.WriteAsync(new StoreWrite(key, Encoding.UTF8.GetBytes("""{"metadata":{"name":"a","namespace":"ns"}}"""), null), default);

        Assert.That(onlooker.Seen, Is.LessThan(written.Revision));
        Assert.That(caches.Revision, Is.EqualTo(written.Revision));
        Directory.Delete(directory, recursive: true);
    }

    private sealed class Onlooker(Func<long> revision) : IStoreWatcher
    {
        public long Seen { get; private set; } = long.MaxValue;

        public void OnEvents(ReadOnlySpan<StoreEvent> events) => Seen = revision();

        public void OnProgress(long revision)
        {
        }
    }
}
