using Kite.Api.Client;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;
using Kite.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.WatchCache;

public sealed class ResourceCacheTests
{
    private readonly FakeTimeProvider time = new();
    private ResourceCache cache = null!;
    private long revision;

    [SetUp]
    public void Load()
    {
        cache = new ResourceCache(CachedObjects.ConfigMaps, SelectableFields.None, time);
        cache.Load([], 10);
        revision = 10;
    }

    [Test]
    public void A_watch_of_one_object_hears_of_no_other()
    {
        using var watcher = cache.TryWatch(new ObjectSelection("ns", "a", null), 10, wantsBookmarks: false)!;

        Put("ns", "b");
        Put("ns", "a");
        Put("other", "a");

        Assert.That(Heard(watcher), Is.EqualTo(new[] { "Added ns/a" }));
    }

    [Test]
    public void Changes_that_come_while_a_cache_is_loading_are_neither_lost_nor_taken_twice()
    {
        cache = new ResourceCache(CachedObjects.ConfigMaps, SelectableFields.None, time) { IsLoading = true };
        Put("ns", "a");
        Put("ns", "b");
        Remove("ns", "a");

        cache.Load([CachedObjects.Of("ns", "a", 11)], 11);
        using var watcher = cache.TryWatch(ObjectSelection.All, 11, wantsBookmarks: false)!;

        Assert.That(cache.List().Select(value => value.Key.ToString()), Is.EqualTo(new[] { "ns/b" }));
        Assert.That(Heard(watcher), Is.EqualTo(new[] { "Added ns/b", "Deleted ns/a" }));
    }

    [Test]
    public void Watches_of_a_closed_cache_end_those_that_begin_later_too()
    {
        using var before = cache.TryWatch(ObjectSelection.All, 10, wantsBookmarks: false)!;

        cache.Close();

        using var after = cache.WatchFromNow(ObjectSelection.All, wantsBookmarks: false, out _);
        Assert.That(before.Items.Completion.IsCompleted && after.Items.Completion.IsCompleted, Is.True);
    }

    [Test]
    public void A_watch_from_the_past_gets_what_happened_since()
    {
        Put("ns", "a");
        Put("ns", "b");

        using var watcher = cache.TryWatch(ObjectSelection.All, 11, wantsBookmarks: false)!;
        Remove("ns", "a");

        Assert.That(Heard(watcher), Is.EqualTo(new[] { "Added ns/b", "Deleted ns/a" }));
    }

    [Test]
    public void A_revision_before_what_is_kept_starts_no_watch()
    {
        Assert.That(cache.TryWatch(ObjectSelection.All, 9, wantsBookmarks: false), Is.Null);
    }

    [Test]
    public void Old_history_is_forgotten_and_some_is_always_kept()
    {
        for (var i = 0; i < 100; i++) Put("ns", "a");
        time.Advance(TimeSpan.FromMinutes(10));
        cache.Tick(revision);

        Assert.That(cache.TryWatch(ObjectSelection.All, 12, wantsBookmarks: false), Is.Null);
        using var kept = cache.TryWatch(ObjectSelection.All, revision - 50, wantsBookmarks: false);
        Assert.That(kept, Is.Not.Null);
    }

    [Test]
    public void A_watcher_that_does_not_read_is_cut_off()
    {
        using var watcher = cache.TryWatch(ObjectSelection.All, 10, wantsBookmarks: false)!;

        for (var i = 0; i < 5000; i++) Put("ns", "a");

        Assert.That(Heard(watcher), Has.Count.LessThan(5000));
        Assert.That(watcher.Items.Completion.IsCompleted, Is.True);
    }

    [Test]
    public void Bookmarks_go_only_to_those_who_want_them_and_never_ahead_of_events()
    {
        using var with = cache.TryWatch(ObjectSelection.All, 10, wantsBookmarks: true)!;
        using var without = cache.TryWatch(ObjectSelection.All, 10, wantsBookmarks: false)!;
        Put("ns", "a");

        cache.Tick(revision);

        Assert.That(Heard(with), Is.EqualTo(new[] { "Added ns/a", $"Bookmark {revision}" }));
        Assert.That(Heard(without), Is.EqualTo(new[] { "Added ns/a" }));
    }

    [Test]
    public void What_leaves_the_selection_is_shown_as_it_was_at_the_revision_at_which_it_left()
    {
        Put("ns", "a", ",\"labels\":{\"in\":\"yes\"}");
        using var watcher = cache.TryWatch(new ObjectSelection("", null, value => value.Labels.ContainsKey("in")), revision, wantsBookmarks: false)!;

        Put("ns", "a");

        Assert.That(watcher.Items.TryRead(out var item), Is.True);
        Assert.That(item.Type, Is.EqualTo(WatchEventType.Deleted));
        Assert.That(item.Object!.Labels, Does.ContainKey("in"));
        Assert.That(item.Object.ResourceVersion, Is.EqualTo(revision));
    }

    private static List<string> Heard(Watcher watcher)
    {
        var heard = new List<string>();
        while (watcher.Items.TryRead(out var item)) heard.Add(item.Object is null ? $"{item.Type} {item.Revision}" : $"{item.Type} {item.Object.Key}");
        return heard;
    }

    private void Put(string @namespace, string name, string metadata = "") =>
        Apply(@namespace, name, CachedObjects.Stored($"\"name\":\"{name}\"{metadata}"));

    private void Remove(string @namespace, string name) => Apply(@namespace, name, null);

    private void Apply(string @namespace, string name, byte[]? value)
    {
        var key = new ObjectKey(@namespace, name);
        cache.Apply([new StoreEvent(++revision, StorePath.Of(CachedObjects.ConfigMaps, key), value, 0)]);
    }
}
