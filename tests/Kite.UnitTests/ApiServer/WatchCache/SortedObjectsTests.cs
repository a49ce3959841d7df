using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.UnitTests.ApiServer.WatchCache;

public sealed class SortedObjectsTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Any_history_of_changes_leaves_what_a_plain_map_holds_in_the_stores_order(int seed)
    {
        var random = new Random(seed);
        var objects = SortedObjects.Empty;
        var model = new Dictionary<ObjectKey, CachedObject>();
        for (var i = 0; i < 4000; i++)
        {
            // Namespaces of which one begins with the other are ordered by what the store's keys are.
            var value = CachedObjects.Of(random.Next(3) switch { 0 => "a", 1 => "a-b", _ => "ab" }, $"n{random.Next(700)}", i + 1);
            if (random.Next(3) == 0)
            {
                objects = objects.Without(value.Key);
                model.Remove(value.Key);
            }
            else
            {
                objects = objects.With(value);
                model[value.Key] = value;
            }
        }

        var expected = model.Values.OrderBy(value => $"{value.Key.Namespace}/{value.Key.Name}", StringComparer.Ordinal).ToArray();
        Assert.That(objects.All, Is.EqualTo(expected));
        Assert.That(objects.Count, Is.EqualTo(model.Count));
        Assert.That(objects.InNamespace("a"), Is.EqualTo(expected.Where(value => value.Key.Namespace == "a")));
        Assert.That(objects.InNamespace("a"), Has.Count.EqualTo(expected.Count(value => value.Key.Namespace == "a")));
        Assert.That(model.Keys, Is.All.Matches<ObjectKey>(key => ReferenceEquals(objects.Find(key), model[key])));
    }

    [Test]
    public void What_follows_a_key_begins_after_it_whether_it_is_there_or_not()
    {
        var objects = SortedObjects.FromSorted([.. Enumerable.Range(0, 300).Select(i => CachedObjects.Of("ns", $"n{i:000}"))]);

        Assert.That(objects.After(objects.All, new ObjectKey("ns", "n063")).First().Key.Name, Is.EqualTo("n064"));
        Assert.That(objects.After(objects.All, new ObjectKey("ns", "n063x")).First().Key.Name, Is.EqualTo("n064"));
        Assert.That(objects.After(objects.All, new ObjectKey("ns", "n299")), Is.Empty);
    }

    [Test]
    public void A_snapshot_does_not_change_when_the_map_does()
    {
        var before = SortedObjects.Empty.With(CachedObjects.Of("ns", "a"));
        var snapshot = before.All;

        _ = before.With(CachedObjects.Of("ns", "b")).Without(new ObjectKey("ns", "a"));

        Assert.That(snapshot.Select(value => value.Key.Name), Is.EqualTo(new[] { "a" }));
    }
}
