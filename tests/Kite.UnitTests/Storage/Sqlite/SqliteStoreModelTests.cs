using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kite.Storage;
using Kite.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Storage.Sqlite;

/// <summary>Any sequence of writes, heartbeats, compactions and restarts does to the store what it does to a dictionary per revision.</summary>
[TestFixture]
internal sealed class SqliteStoreModelTests
{
    [Test]
    public void The_store_equals_a_dictionary_per_revision() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll<byte[]>(steps => RunAsync(steps).GetAwaiter().GetResult()));

    private static async Task RunAsync(byte[] steps)
    {
        string directory = Directory.CreateTempSubdirectory("kite-store-").FullName;
        SqliteStore store = Open(directory);
        List<ImmutableSortedDictionary<string, StoreEntry>> states = [ImmutableSortedDictionary.Create<string, StoreEntry>(StringComparer.Ordinal)];
        foreach (byte step in steps)
        {
            if (step % 16 == 15)
            {
                await store.DisposeAsync();
                store = Open(directory);
            }
            else if (step % 16 == 14)
            {
                await store.CompactAsync((store.CompactedRevision + store.CurrentRevision) / 2, default);
            }
            else
            {
                await WriteAsync(store, states, step);
            }
        }

        for (long revision = Math.Max(1, store.CompactedRevision); revision <= store.CurrentRevision; revision++)
        {
            RangeResult range = await store.RangeAsync(new RangeQuery("/", revision), default);
            Assert.That(range.Entries.Select(Describe), Is.EqualTo(states[(int)revision].Values.Select(Describe)));
        }

        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private static async Task WriteAsync(SqliteStore store, List<ImmutableSortedDictionary<string, StoreEntry>> states, byte step)
    {
        string key = $"/{step / 16 % 4}";
        StoreEntry? before = states[^1].GetValueOrDefault(key);
        byte[]? value = step % 4 == 0 ? null : [step];
        long? expected = (step % 3) switch { 0 => null, 1 => before?.ModRevision ?? 0, _ => 1 };
        bool holds = (expected is null || expected == (before?.ModRevision ?? 0)) && (value ?? (object?)before) is not null;

        WriteResult result = await store.WriteAsync(new StoreWrite(key, value, expected, IsHeartbeat: step % 5 == 0), default);

        Assert.That(result.Succeeded, Is.EqualTo(holds));
        if (holds)
        {
            Assert.That(result.Revision, Is.EqualTo(states.Count));
            states.Add(value is null ? states[^1].Remove(key) : states[^1].SetItem(key, new StoreEntry(key, value, states.Count, before?.CreateRevision ?? states.Count)));
        }
    }

    private static string Describe(StoreEntry entry) => $"{entry.Key}={Convert.ToHexString(entry.Value)} {entry.ModRevision} {entry.CreateRevision}";

    private static SqliteStore Open(string directory) =>
        SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(directory, "kite.db") }, NullLogger<SqliteStore>.Instance, TimeProvider.System);
}
