using Kite.Storage;
using Kite.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Storage.Sqlite;

[TestFixture]
internal sealed class SqliteStoreTests : StoreContract
{
    private static readonly byte[] LargeValue = new byte[10_000];

    private readonly FakeTimeProvider time = new();
    private string path = "";

    private protected override Task<IStore> OpenAsync()
    {
        path = Path.Combine(Directory.CreateTempSubdirectory("kite-store-").FullName, "data", "kite.db");
        return Task.FromResult<IStore>(Open());
    }

    private protected override void CleanUp() => Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(path)!)!, recursive: true);

    [Test]
    public void File_and_directory_are_for_the_owner_only()
    {
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(
            File.GetUnixFileMode(Path.GetDirectoryName(path)!),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public async Task History_is_still_there_after_a_restart()
    {
        WriteResult first = await Put("/registry/a", "1");
        await Put("/registry/a", "2");
        await Put("/registry/b", "1");
        await Delete("/registry/b");
        await Store.WriteAsync(new StoreWrite("/registry/lease", [1], 0, IsHeartbeat: true), default);
        long last = Store.CurrentRevision;

        await Store.DisposeAsync();
        await using SqliteStore reopened = Open();

        Assert.That(reopened.CurrentRevision, Is.EqualTo(last));
        RangeResult past = await reopened.RangeAsync(new RangeQuery("/registry/", first.Revision), default);
        Assert.That(past.Entries.Select(entry => Text(entry.Value)), Is.EqualTo(new[] { "1" }));
        var watcher = new RecordingWatcher();
        reopened.Watch("/registry/", first.Revision, watcher).Dispose();
        Assert.That(watcher.Revisions, Is.EqualTo(Enumerable.Range(1, (int)(last - first.Revision)).Select(i => first.Revision + i)));
        Assert.That(await reopened.GetAsync("/registry/lease", default), Is.Not.Null);
    }

    [Test]
    public async Task A_clean_end_leaves_no_write_ahead_log()
    {
        await Put("/registry/a", "1");
        await Store.DisposeAsync();

        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName), Is.EquivalentTo(new[] { "kite.db", "kite.db.lock", "kite.db.reserve" }));
    }

    [Test]
    public async Task The_revision_of_a_compacted_deletion_is_not_given_out_again()
    {
        await Put("/registry/a", "1");
        WriteResult deleted = await Delete("/registry/a");
        await Store.CompactAsync(deleted.Revision, default);
        await Store.DisposeAsync();
        await using SqliteStore reopened = Open();

        Assert.That(reopened.CurrentRevision, Is.EqualTo(deleted.Revision));
    }

    [Test]
    public async Task History_is_forgotten_once_it_is_old_enough()
    {
        WriteResult first = await Put("/registry/a", "1");
        WriteResult second = await Put("/registry/a", "2");
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.That(() => Store.Watch("/registry/", first.Revision, new RecordingWatcher()).Dispose(), Throws.Nothing);

        await Eventually.Holds(() => Tick().CompactedRevision >= second.Revision);
        Assert.That((await Get("/registry/a")).Value, Is.EqualTo("2"));
    }

    [Test]
    public async Task A_heartbeat_reaches_the_disk_after_a_minute_without_other_writes()
    {
        await Put("/registry/lease", "0");
        await Store.WriteAsync(new StoreWrite("/registry/lease", "1"u8.ToArray(), null, IsHeartbeat: true), default);
        await Store.WriteAsync(new StoreWrite("/registry/lease", "2"u8.ToArray(), null, IsHeartbeat: true), default);
        long revision = Store.CurrentRevision;
        using var other = new LogReader(Connect(), ownsConnection: true);
        Assert.That(other.ReadValue(revision), Is.Null);

        time.Advance(TimeSpan.FromSeconds(61));

        await Eventually.Holds(() => Text(other.ReadValue(revision)) == "2");
    }

    [Test]
    public async Task Churn_leaves_a_small_file()
    {
        byte[] value = new byte[4000];
        for (int round = 0; round < 8; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Store.WriteAsync(new StoreWrite($"/registry/{i % 50}", value, null), default).AsTask()));
            await Store.CompactAsync(Store.CurrentRevision, default);
        }

        // 50 values of 4 KB and the slack of free pages that is kept for the next writes.
        await Eventually.That(() => Task.FromResult(new FileInfo(path).Length), Is.LessThan(1 << 20));
        Assert.That(new FileInfo(path + "-wal").Length, Is.LessThan(32 << 20), "writers wait where the checkpoints fall behind");
        Assert.That((await Store.RangeAsync(new RangeQuery("/registry/"), default)).Entries, Has.Count.EqualTo(50));
    }

    [Test]
    public async Task Nothing_of_erased_values_is_left_in_the_files()
    {
        for (int i = 0; i < 300; i++)
        {
            await Put($"/registry/{i % 30}", $"old-{i % 7}-" + new string('x', i * 40));
        }

        for (int i = 0; i < 30; i++)
        {
            await Put($"/registry/{i}", "new");
        }

        Assert.That(Files(), Has.Some.Contains("old-"));

        await Store.EraseHistoryAsync(default);

        Assert.That(Files(), Has.None.Contains("old-"));
        Assert.That(new FileInfo(path + "-wal").Length, Is.GreaterThan(1 << 20), "the log has its length again");
        Assert.That((await Store.RangeAsync(new RangeQuery("/registry/"), default)).Entries.Select(entry => Text(entry.Value)), Has.Exactly(30).EqualTo("new"));

        string[] Files() => [.. Directory.GetFiles(Path.GetDirectoryName(path)!, "kite.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(Read)];
        static string Read(string file)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }
    }

    [Test]
    public async Task History_is_erased_while_others_read_and_write()
    {
        using var ended = new CancellationTokenSource();
        Task reading = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await Store.RangeAsync(new RangeQuery("/registry/"), default);
            }
        });
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 10 || !ended.IsCancellationRequested; i++)
            {
                await Put($"/registry/{i % 10}", $"{i}");
            }
        });
        for (int round = 0; round < 5; round++)
        {
            await Store.EraseHistoryAsync(default).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        }

        await ended.CancelAsync();
        await Task.WhenAll(reading, writing);
        Assert.That((await Store.RangeAsync(new RangeQuery("/registry/"), default)).Entries, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task A_full_store_refuses_writes_reads_on_and_recovers()
    {
        await Store.DisposeAsync();
        await using SqliteStore small = Open(maxFileSize: 1 << 20);
        int written = await FillAsync(small, _ => "/registry/a");
        Assert.That((await small.GetAsync("/registry/a", default))!.ModRevision, Is.EqualTo(written));

        await small.CompactAsync(small.CurrentRevision, default);
        WriteResult after = await small.WriteAsync(new StoreWrite("/registry/a", LargeValue, written), default);

        Assert.That(after, Is.EqualTo(new WriteResult(true, written + 1)));
    }

    [Test]
    public async Task A_full_store_can_be_emptied_by_removing_things_and_is_written_to_again()
    {
        await Store.DisposeAsync();
        await using SqliteStore small = Open(maxFileSize: 1 << 20);
        int written = await FillAsync(small, i => $"/registry/{i}");

        for (int i = 0; i < written; i++)
        {
            Assert.That((await small.WriteAsync(new StoreWrite($"/registry/{i}", null, null), default)).Succeeded, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await Eventually.Holds(TryWriteAsync);

        async Task<bool> TryWriteAsync()
        {
            try
            {
                for (int i = 0; i < written / 2; i++)
                {
                    await small.WriteAsync(new StoreWrite($"/registry/{i}", LargeValue, null), default);
                }

                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    /// <summary>Writes until the store is full; tells how often that went well.</summary>
    private static async Task<int> FillAsync(SqliteStore store, Func<int, string> key)
    {
        for (int written = 0; written < 1000; written++)
        {
            try
            {
                await store.WriteAsync(new StoreWrite(key(written), LargeValue, null), default);
            }
            catch (StoreUnavailableException e)
            {
                Assert.That(e.Message, Does.Contain("no space is left"));
                return written;
            }
        }

        throw new AssertionException("the store is never full");
    }

    private SqliteStore Open(long maxFileSize = 0) =>
        SqliteStore.Open(new SqliteStoreOptions { Path = path, MaxFileSize = maxFileSize }, NullLogger<SqliteStore>.Instance, time);

    private Microsoft.Data.Sqlite.SqliteConnection Connect()
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    private IStore Tick()
    {
        time.Advance(TimeSpan.FromSeconds(10));
        return Store;
    }
}
