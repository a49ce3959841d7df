using System.Security.Cryptography;
using Kite.ApiServer.Encryption;
using Kite.Storage;
using Kite.Storage.Sqlite;
using Kite.UnitTests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.ApiServer.Encryption;

[TestFixture]
internal sealed class EncryptedStoreTests
{
    private const string Secret = "/registry/secrets/default/a", ConfigMap = "/registry/configmaps/default/a";
    private readonly RulesInForce inForce = new();
    private string directory = "";
    private EncryptedStore store = null!;

    [SetUp]
    public void SetUp()
    {
        directory = Directory.CreateTempSubdirectory("kite-encrypted-").FullName;
        inForce.Replace(Rules("k1"));
        store = new EncryptedStore(SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(directory, "kite.db") }, NullLogger<SqliteStore>.Instance, TimeProvider.System), inForce);
    }

    [TearDown]
    public async Task TearDown()
    {
        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task Watchers_get_the_array_that_was_written_and_later_ones_its_value()
    {
        var value = "{}"u8.ToArray();
        var watcher = new RecordingWatcher();
        using var watch = store.Watch("/registry/", 0, watcher);

        await store.WriteAsync(new StoreWrite(Secret, value, 0), default);
        await store.WriteAsync([new StoreWrite(ConfigMap, value, 0), new StoreWrite(Secret + "2", value, 0)], default);

        Assert.That(watcher.Events.Select(change => change.Value), Is.All.SameAs(value));
        Assert.That(EncryptedValue.Is((await store.Stored.GetAsync(Secret, default))!.Value), Is.True);
        Assert.That(EncryptedValue.Is((await store.Stored.GetAsync(ConfigMap, default))!.Value), Is.False);
        var later = new RecordingWatcher();
        store.Watch("/registry/", 0, later).Dispose();
        Assert.That(later.Events.Select(change => change.Value), Is.All.EqualTo(value));
        Assert.That((await store.GetAsync(Secret, default))!.Value, Is.EqualTo(value));
    }

    [Test]
    public async Task History_that_no_key_reads_any_more_counts_as_forgotten()
    {
        var first = await store.WriteAsync(new StoreWrite(Secret, "1"u8.ToArray(), 0), default);
        inForce.Replace(Rules("k2"));
        await store.WriteAsync(new StoreWrite(Secret, "2"u8.ToArray(), first.Revision), default);

        Assert.That(() => store.Watch("/registry/", 0, new RecordingWatcher()), Throws.TypeOf<CompactedException>());
        Assert.That(async () => await store.RangeAsync(new RangeQuery("/registry/", first.Revision), default), Throws.TypeOf<CompactedException>());
        Assert.That((await store.GetAsync(Secret, default))!.Value, Is.EqualTo("2"u8.ToArray()));
    }

    [Test]
    public async Task A_current_value_that_no_key_reads_fails_alone()
    {
        await store.WriteAsync(new StoreWrite(Secret, "1"u8.ToArray(), 0), default);
        inForce.Replace(Rules("k2"));

        Assert.That(async () => await store.GetAsync(Secret, default), Throws.InstanceOf<StoreUnavailableException>().With.Message.Contains("it needs the aesgcm key \"k1\""));
        Assert.That(await store.GetAsync(ConfigMap, default), Is.Null);
        Assert.That((await store.ProblemOfAsync(Rules("k2"), default))!.Message, Does.Contain(Secret));
        Assert.That(await store.ProblemOfAsync(Rules("k1"), default), Is.Null);
    }

    private static EncryptionRules Rules(string key) => new([new EncryptionRule(["secrets"], [new AesGcmCipher(key, SHA256.HashData("key"u8))])]);
}
