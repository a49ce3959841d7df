using System.Text;
using Kite.Storage;

namespace Kite.UnitTests.Storage;

/// <summary>What every store promises.</summary>
public abstract class StoreContract
{
    private const string Any = "/registry/";

    private protected IStore Store { get; private set; } = null!;

    private protected abstract Task<IStore> OpenAsync();

    /// <summary>Removes what the closed store has left.</summary>
    private protected abstract void CleanUp();

    [SetUp]
    public async Task OpenStore() => Store = await OpenAsync();

    [TearDown]
    public async Task CloseStore()
    {
        await Store.DisposeAsync();
        CleanUp();
    }

    [Test]
    public async Task Every_write_is_its_own_revision()
    {
        WriteResult first = await Put("/registry/a", "1");
        WriteResult second = await Put("/registry/b", "1");
        WriteResult third = await Put("/registry/a", "2");

        Assert.That(new[] { second.Revision, third.Revision }, Is.EqualTo(new[] { first.Revision + 1, first.Revision + 2 }));
        Assert.That(Store.CurrentRevision, Is.EqualTo(third.Revision));
    }

    [Test]
    public async Task A_key_keeps_the_revision_that_created_it_until_it_is_deleted()
    {
        WriteResult created = await Put("/registry/a", "1");
        WriteResult changed = await Put("/registry/a", "2");
        Assert.That(await Get("/registry/a"), Is.EqualTo(("2", changed.Revision, created.Revision)));

        await Delete("/registry/a");
        Assert.That(await Store.GetAsync("/registry/a", default), Is.Null);

        WriteResult again = await Put("/registry/a", "3");
        Assert.That(await Get("/registry/a"), Is.EqualTo(("3", again.Revision, again.Revision)));
    }

    [Test]
    public async Task A_write_whose_condition_fails_changes_nothing_and_returns_what_is_there()
    {
        WriteResult created = await Put("/registry/a", "1", expected: 0);
        WriteResult exists = await Put("/registry/a", "2", expected: 0);
        WriteResult stale = await Put("/registry/a", "3", expected: created.Revision + 5);
        WriteResult missing = await Put("/registry/b", "4", expected: created.Revision);

        Assert.Multiple(() =>
        {
            Assert.That(exists.Succeeded || stale.Succeeded || missing.Succeeded, Is.False);
            Assert.That(stale.Revision, Is.EqualTo(created.Revision));
            Assert.That(Store.CurrentRevision, Is.EqualTo(created.Revision));
        });
    }

    [Test]
    public async Task A_delete_of_what_is_not_there_fails()
    {
        WriteResult created = await Put("/registry/a", "1");
        WriteResult stale = await Delete("/registry/a", created.Revision - 1);
        WriteResult deleted = await Delete("/registry/a", created.Revision);
        WriteResult nothing = await Delete("/registry/a");

        Assert.Multiple(() =>
        {
            Assert.That(stale.Succeeded, Is.False);
            Assert.That(deleted.Succeeded, Is.True);
            Assert.That(nothing, Is.EqualTo(new WriteResult(false, deleted.Revision)));
        });
    }

    [Test]
    public async Task Of_concurrent_writers_with_the_same_condition_exactly_one_wins()
    {
        await Put("/registry/counter", "0");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (int done = 0; done < 25;)
            {
                StoreEntry current = (await Store.GetAsync("/registry/counter", default))!;
                int value = int.Parse(Text(current.Value));
                done += (await Put("/registry/counter", $"{value + 1}", current.ModRevision)).Succeeded ? 1 : 0;
            }
        })));

        Assert.That((await Get("/registry/counter")).Value, Is.EqualTo("400"));
    }

    [Test]
    public async Task A_range_is_ordered_by_the_keys_utf8_bytes_and_bounded_by_its_prefix()
    {
        string[] ordered = ["/registry/p/", "/registry/p/A", "/registry/p/a", "/registry/p/a/b", "/registry/p/ab", "/registry/p/é", "/registry/p/\uFFFD", "/registry/p/😀"];
        foreach (string key in ordered.Reverse().Append("/registry/o").Append("/registry/pq").Append("/registry/q/a"))
        {
            await Put(key, key);
        }

        RangeResult range = await Store.RangeAsync(new RangeQuery("/registry/p/"), default);

        Assert.That(range.Entries.Select(entry => entry.Key), Is.EqualTo(ordered));
        Assert.That(range.Entries.Select(entry => Text(entry.Value)), Is.EqualTo(ordered));
    }

    [Test]
    public async Task A_paged_range_shows_one_revision_whatever_is_written_meanwhile()
    {
        for (int i = 0; i < 10; i++)
        {
            await Put($"/registry/{i}", "old");
        }

        RangeResult first = await Store.RangeAsync(new RangeQuery(Any, Limit: 4), default);
        await Put("/registry/5", "new");
        await Delete("/registry/6");
        await Put("/registry/6", "again");
        await Delete("/registry/7");
        await Put("/registry/55", "added");
        RangeResult second = await Store.RangeAsync(new RangeQuery(Any, first.Revision, 4, first.Entries[^1].Key), default);
        RangeResult third = await Store.RangeAsync(new RangeQuery(Any, first.Revision, 4, second.Entries[^1].Key), default);

        Assert.Multiple(() =>
        {
            Assert.That(new[] { first.Remaining, second.Remaining, third.Remaining }, Is.EqualTo(new[] { 6, 2, 0 }));
            StoreEntry[] all = [.. first.Entries, .. second.Entries, .. third.Entries];
            Assert.That(all.Select(entry => entry.Key), Is.EqualTo(Enumerable.Range(0, 10).Select(i => $"/registry/{i}")));
            Assert.That(all.Select(entry => Text(entry.Value)), Is.All.EqualTo("old"));
            Assert.That(third.Revision, Is.EqualTo(first.Revision));
        });
    }

    [Test]
    public async Task A_watch_from_the_past_replays_and_goes_on()
    {
        WriteResult before = await Put("/registry/pods/a", "0");
        WriteResult created = await Put("/registry/pods/b", "1");
        await Put("/registry/services/x", "1");
        WriteResult changed = await Put("/registry/pods/b", "2");
        WriteResult deleted = await Delete("/registry/pods/b");
        var watcher = new RecordingWatcher();
        using IDisposable watch = Store.Watch("/registry/pods/", before.Revision, watcher);
        WriteResult live = await Put("/registry/pods/c", "3");

        Assert.That(
            watcher.Events.Select(e => (e.Revision, e.Key, Text(e.Value), e.PreviousRevision)),
            Is.EqualTo(new (long, string, string?, long)[]
            {
                (created.Revision, "/registry/pods/b", "1", 0),
                (changed.Revision, "/registry/pods/b", "2", created.Revision),
                (deleted.Revision, "/registry/pods/b", null, changed.Revision),
                (live.Revision, "/registry/pods/c", "3", 0),
            }));
    }

    [Test]
    public async Task A_watcher_has_its_event_before_the_writer_has_its_answer()
    {
        var watcher = new RecordingWatcher();
        using IDisposable watch = Store.Watch(Any, Store.CurrentRevision, watcher);
        for (int i = 0; i < 50; i++)
        {
            WriteResult written = await Store.WriteAsync(new StoreWrite("/registry/a", [1], null, IsHeartbeat: i % 2 == 0), default);
            Assert.That(watcher.Revisions.Last(), Is.EqualTo(written.Revision));
        }
    }

    [Test]
    public async Task Progress_follows_changes_elsewhere_and_is_never_ahead_of_an_event()
    {
        var watcher = new RecordingWatcher();
        using IDisposable watch = Store.Watch("/registry/pods/", Store.CurrentRevision, watcher);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Put(i % 3 == 0 ? $"/registry/pods/{i}" : $"/registry/other/{i}", "1").AsTask()));
        WriteResult last = await Put("/registry/other/last", "1");

        Assert.That(watcher.Progress, Is.EqualTo(last.Revision));
        Assert.That(watcher.WasAheadOfAnEvent, Is.False);
    }

    [Test]
    public async Task Watches_started_during_writes_miss_nothing_and_see_nothing_twice()
    {
        long start = Store.CurrentRevision;
        Task writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                await Store.WriteAsync(new StoreWrite($"/registry/{writer}/{i % 7}", i % 5 == 4 ? null : [1], null, IsHeartbeat: i % 4 == 0), default);
            }
        })));
        List<RecordingWatcher> watchers = [];
        do
        {
            watchers.Add(new RecordingWatcher());
            Store.Watch(Any, start, watchers[^1]);
            await Task.Yield();
        }
        while (!writers.IsCompleted && watchers.Count < 50);
        await writers;

        long[] all = [.. Enumerable.Range(1, (int)(Store.CurrentRevision - start)).Select(i => start + i)];
        foreach (RecordingWatcher watcher in watchers)
        {
            Assert.That(watcher.Revisions, Is.EqualTo(all));
        }
    }

    [Test]
    public async Task A_disposed_watch_is_quiet()
    {
        var watcher = new RecordingWatcher();
        Store.Watch(Any, Store.CurrentRevision, watcher).Dispose();
        await Put("/registry/a", "1");

        Assert.That(watcher.Events, Is.Empty);
    }

    [Test]
    public async Task Compacted_history_is_refused_and_current_values_stay()
    {
        WriteResult first = await Put("/registry/a", "1");
        await Put("/registry/gone", "1");
        await Delete("/registry/gone");
        WriteResult second = await Put("/registry/a", "2");
        WriteResult third = await Put("/registry/a", "3");
        await Store.CompactAsync(second.Revision, default);

        Assert.Multiple(() =>
        {
            Assert.That(Store.CompactedRevision, Is.EqualTo(second.Revision));
            Assert.That(() => Store.Watch(Any, first.Revision, new RecordingWatcher()), Throws.TypeOf<CompactedException>());
            Assert.That(async () => await Store.RangeAsync(new RangeQuery(Any, first.Revision), default), Throws.TypeOf<CompactedException>());
        });
        RangeResult at = await Store.RangeAsync(new RangeQuery(Any, second.Revision), default);
        Assert.That(at.Entries.Select(entry => (entry.Key, Text(entry.Value))), Is.EqualTo(new[] { ("/registry/a", "2") }));
        var watcher = new RecordingWatcher();
        Store.Watch(Any, second.Revision, watcher).Dispose();
        Assert.That(watcher.Revisions, Is.EqualTo(new[] { third.Revision }));
        Assert.That((await Get("/registry/a")).Value, Is.EqualTo("3"));
    }

    [Test]
    public async Task A_revision_in_the_future_is_refused()
    {
        await Put("/registry/a", "1");
        long future = Store.CurrentRevision + 1;

        Assert.That(async () => await Store.RangeAsync(new RangeQuery(Any, future), default), Throws.TypeOf<FutureRevisionException>());
        Assert.That(() => Store.Watch(Any, future, new RecordingWatcher()), Throws.TypeOf<FutureRevisionException>());
        Assert.That(async () => await Store.CompactAsync(future, default), Throws.TypeOf<FutureRevisionException>());
    }

    [Test]
    public async Task Heartbeats_are_read_ranged_watched_and_compared_like_any_write()
    {
        WriteResult created = await Put("/registry/lease", "0");
        WriteResult beat = await Store.WriteAsync(new StoreWrite("/registry/lease", "1"u8.ToArray(), created.Revision, IsHeartbeat: true), default);
        WriteResult stale = await Store.WriteAsync(new StoreWrite("/registry/lease", "2"u8.ToArray(), created.Revision, IsHeartbeat: true), default);
        WriteResult beatAgain = await Store.WriteAsync(new StoreWrite("/registry/lease", "3"u8.ToArray(), beat.Revision, IsHeartbeat: true), default);
        var watcher = new RecordingWatcher();
        using IDisposable watch = Store.Watch(Any, created.Revision, watcher);
        RangeResult past = await Store.RangeAsync(new RangeQuery(Any, beat.Revision), default);

        Assert.That(stale.Succeeded, Is.False);
        Assert.That(await Get("/registry/lease"), Is.EqualTo(("3", beatAgain.Revision, created.Revision)));
        Assert.That(Text(past.Entries[0].Value), Is.EqualTo("1"));
        Assert.That(watcher.Events.Select(e => (Text(e.Value), e.PreviousRevision)), Is.EqualTo(new (string?, long)[] { ("1", created.Revision), ("3", beat.Revision) }));
    }

    [Test]
    public async Task Erased_history_is_gone_while_current_values_and_watches_stay()
    {
        WriteResult first = await Put("/registry/a", "1");
        await Put("/registry/a", "2");
        await Put("/registry/b", "1");
        WriteResult deleted = await Delete("/registry/b");
        var watcher = new RecordingWatcher();
        using IDisposable watch = Store.Watch(Any, deleted.Revision, watcher);

        await Store.EraseHistoryAsync(default);
        WriteResult next = await Put("/registry/c", "3");

        Assert.That(next.Revision, Is.EqualTo(deleted.Revision + 1));
        Assert.That(() => Store.Watch(Any, first.Revision, new RecordingWatcher()), Throws.TypeOf<CompactedException>());
        Assert.That((await Store.RangeAsync(new RangeQuery(Any), default)).Entries.Select(entry => Text(entry.Value)), Is.EqualTo(new[] { "2", "3" }));
        Assert.That(watcher.Revisions, Is.EqualTo(new[] { next.Revision }));
    }

    [Test]
    public async Task Writes_that_belong_together_happen_all_or_none()
    {
        WriteResult first = await Put("/registry/a", "1");
        var watcher = new RecordingWatcher();
        using IDisposable watch = Store.Watch(Any, first.Revision, watcher);

        WriteResult failed = await Store.WriteAsync([new("/registry/b", [1], 0), new("/registry/a", [2], first.Revision + 7), new("/registry/c", [1], 0)], default);
        WriteResult done = await Store.WriteAsync([new("/registry/b", [1], 0), new("/registry/a", null, first.Revision), new("/registry/c", [1], 0)], default);
        WriteResult again = await Store.WriteAsync([new("/registry/d", [1], 0), new("/registry/a", null, null)], default);

        Assert.That((failed.Succeeded, failed.Revision), Is.EqualTo((false, first.Revision)));
        Assert.That((done.Succeeded, done.Revision), Is.EqualTo((true, first.Revision + 3)));
        Assert.That(again.Succeeded, Is.False);
        Assert.That(watcher.Events.Select(e => (e.Key, e.Revision - first.Revision)), Is.EqualTo(new[] { ("/registry/b", 1L), ("/registry/a", 2L), ("/registry/c", 3L) }));
        Assert.That((await Store.RangeAsync(new RangeQuery(Any), default)).Entries.Select(entry => entry.Key), Is.EqualTo(new[] { "/registry/b", "/registry/c" }));
    }

    [Test]
    public async Task Groups_that_compete_for_a_key_have_one_winner()
    {
        WriteResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Store.WriteAsync([new($"/registry/own-{i}", [1], 0), new("/registry/shared", [1], 0)], default).AsTask()));

        Assert.That(results.Count(result => result.Succeeded), Is.EqualTo(1));
        Assert.That((await Store.RangeAsync(new RangeQuery(Any), default)).Entries, Has.Count.EqualTo(2));
    }

    private protected ValueTask<WriteResult> Put(string key, string value, long? expected = null) =>
        Store.WriteAsync(new StoreWrite(key, Encoding.UTF8.GetBytes(value), expected), default);

    private protected ValueTask<WriteResult> Delete(string key, long? expected = null) => Store.WriteAsync(new StoreWrite(key, null, expected), default);

    private protected async Task<(string? Value, long ModRevision, long CreateRevision)> Get(string key)
    {
        StoreEntry entry = (await Store.GetAsync(key, default))!;
        return (Text(entry.Value), entry.ModRevision, entry.CreateRevision);
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    private protected static string? Text(byte[]? value) => value is null ? null : Encoding.UTF8.GetString(value);
}
