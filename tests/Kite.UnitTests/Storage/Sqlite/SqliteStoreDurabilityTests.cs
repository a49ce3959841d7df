using Kite.Storage;
using Kite.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework.Constraints;

namespace Kite.UnitTests.Storage.Sqlite;

[TestFixture]
internal sealed class SqliteStoreDurabilityTests
{
    private string directory = "";

    private string Database => Path.Combine(directory, "kite.db");

    [SetUp]
    public void MakeDirectory() => directory = Directory.CreateTempSubdirectory("kite-store-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task A_killed_process_loses_no_acknowledged_write_and_no_revision_is_given_twice()
    {
        List<string> keys = [];
        long last = 0;
        for (int round = 0; round < 3; round++)
        {
            IReadOnlyList<(string Key, long Revision)> acknowledged = await StoreWriterProcess.RunAndKillAsync(Database, 2000);
            Assert.That(acknowledged.Min(write => write.Revision), Is.GreaterThan(last));
            keys.AddRange(acknowledged.Select(write => write.Key).Where(key => key != "/registry/lease"));
            last = acknowledged.Max(write => write.Revision);

            await using SqliteStore store = Open();
            Assert.That(store.CurrentRevision, Is.GreaterThanOrEqualTo(last));
            RangeResult all = await store.RangeAsync(new RangeQuery("/registry/"), default);
            Assert.That(keys.Except(all.Entries.Select(entry => entry.Key)), Is.Empty);
            last = store.CurrentRevision;
        }
    }

    [Test]
    public async Task Nobody_continues_from_a_heartbeat_that_a_crash_has_lost()
    {
        string copy = Path.Combine(directory, "crashed", "kite.db");
        long durable, lost;
        await using (SqliteStore store = Open())
        {
            await store.WriteAsync(Heartbeat(), default);
            durable = (await store.WriteAsync(new StoreWrite("/registry/a", [1], 0), default)).Revision;
            lost = (await store.WriteAsync(Heartbeat(), default)).Revision;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Database, copy);
            File.Copy(Database + "-wal", copy + "-wal");
        }

        await using SqliteStore recovered = Open(copy);

        Assert.That(recovered.CurrentRevision, Is.GreaterThan(lost));
        Assert.That(() => recovered.Watch("/registry/", lost, new RecordingWatcher()), Throws.TypeOf<CompactedException>());
        Assert.That(() => recovered.Watch("/registry/", durable, new RecordingWatcher()).Dispose(), Throws.Nothing);
        Assert.That((await recovered.WriteAsync(Heartbeat(), default)).Revision, Is.EqualTo(recovered.CurrentRevision).And.GreaterThan(lost));
    }

    [Test]
    public async Task A_second_owner_is_refused_while_the_first_works_on()
    {
        await using SqliteStore first = Open();

        Assert.That(() => Open(), Unavailable("in use by another process"));
        Assert.That((await first.WriteAsync(new StoreWrite("/registry/a", [1], 0), default)).Succeeded, Is.True);
    }

    [TestCase("")]
    [TestCase("my shopping list")]
    [TestCase("SQLite format 3\0 but nothing else")]
    public async Task A_foreign_file_is_refused_and_left_alone(string content)
    {
        await File.WriteAllTextAsync(Database, content);

        AssertUntouched(Unavailable("is not a Kite store"));
    }

    [Test]
    public void Someone_elses_database_is_refused_and_left_alone()
    {
        Execute("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");

        AssertUntouched(Unavailable("is not a Kite store"));
    }

    [Test]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone()
    {
        await Open().DisposeAsync();
        Execute("PRAGMA user_version = 7");

        AssertUntouched(Unavailable("schema version 7"));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(10)]
    public async Task A_damaged_page_is_found_before_anything_is_written(int page)
    {
        await FillAsync();
        await using (FileStream file = File.OpenWrite(Database))
        {
            file.Position = (page * LogSchema.PageSize) - 4000;
            file.Write(Enumerable.Repeat((byte)0xA5, 3000).ToArray());
        }

        AssertUntouched(Unavailable("is damaged"));
    }

    [Test]
    public async Task A_single_changed_byte_in_a_value_is_found()
    {
        await FillAsync();
        byte[] content = await File.ReadAllBytesAsync(Database);
        byte[] needle = [.. Enumerable.Repeat((byte)7, 800)];

        // SQLite leaves copies behind in free space where it moves rows between pages: change every one.
        for (int at = content.AsSpan().IndexOf(needle); at >= 0; at = content.AsSpan().IndexOf(needle))
        {
            content[at + 300] = 1;
        }

        await File.WriteAllBytesAsync(Database, content);

        AssertUntouched(Unavailable("is damaged"));
    }

    [Test]
    public async Task A_truncated_file_is_refused_and_left_alone()
    {
        await FillAsync();
        await using (FileStream file = File.OpenWrite(Database))
        {
            file.SetLength(file.Length / 2);
        }

        AssertUntouched(Unavailable("is damaged"));
    }

    [Test]
    public void A_directory_that_cannot_be_made_is_one_clear_error()
    {
        File.WriteAllText(Database, "");

        Assert.That(() => Open(Path.Combine(Database, "below", "kite.db")), Unavailable("can't be created or written"));
    }

    private static ContainsConstraint Unavailable(string message) =>
        Throws.TypeOf<StoreUnavailableException>().With.Message.Contains(message);

    private static StoreWrite Heartbeat() => new("/registry/lease", [1], null, IsHeartbeat: true);

    private SqliteStore Open(string? path = null) =>
        SqliteStore.Open(new SqliteStoreOptions { Path = path ?? Database }, NullLogger<SqliteStore>.Instance, TimeProvider.System);

    private async Task FillAsync()
    {
        await using SqliteStore store = Open();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => store.WriteAsync(new StoreWrite($"/registry/{i}", Enumerable.Repeat((byte)7, 1000).ToArray(), null), default).AsTask()));
    }

    private void AssertUntouched(ContainsConstraint refusal)
    {
        Dictionary<string, byte[]> before = Contents();
        Assert.That(() => Open(), refusal);
        Assert.That(Contents(), Is.EquivalentTo(before));
    }

    private Dictionary<string, byte[]> Contents() =>
        Directory.GetFiles(directory).ToDictionary(file => file, File.ReadAllBytes);

    private void Execute(string text)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
