using Kite.Agent.Images;
using Kite.Agent.Runtime;

namespace Kite.UnitTests.Agent.Images;

[TestFixture]
internal sealed class ImageUseTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(2);

    [Test]
    public void The_image_that_nobody_has_used_for_longest_goes_first()
    {
        var use = new ImageUse();
        RuntimeImage[] images = [Image("a"), Image("b"), Image("c"), Image("used"), Image("pause") with { IsPinned = true }];
        use.Observe(images, Ids("a", "b", "used"), Start);
        use.Observe(images, Ids("a", "used"), Start.AddMinutes(5));
        use.Observe(images, Ids("used"), Start.AddMinutes(10));
        Assert.That(use.Removable(images, Ids("used"), LeastAge, Start.AddMinutes(10)).Select(image => image.Id), Is.EqualTo(new[] { "c", "b", "a" }));
    }

    [Test]
    public void An_image_that_just_came_stays()
    {
        var use = new ImageUse();
        use.Observe([Image("old")], Ids(), Start);
        use.Observe([Image("old"), Image("new")], Ids(), Start.AddMinutes(2));
        Assert.That(use.Removable([Image("old"), Image("new")], Ids(), LeastAge, Start.AddMinutes(3)).Select(image => image.Id), Is.EqualTo(new[] { "old" }));
    }

    [Test]
    public void Images_that_nobody_has_used_for_too_long_go_and_those_that_just_came_or_are_in_use_stay()
    {
        var use = new ImageUse();
        RuntimeImage[] images = [Image("used"), Image("once"), Image("never"), Image("pause") with { IsPinned = true }];
        use.Observe(images, Ids("used", "once"), Start);
        use.Observe([.. images, Image("new")], Ids("used"), Start.AddHours(1));
        Assert.That(use.Expired([.. images, Image("new")], Ids("used"), TimeSpan.FromHours(1), Start.AddHours(1)).Select(image => image.Id), Is.EquivalentTo(new[] { "once", "never" }));
        Assert.That(use.Expired(images, Ids("used"), TimeSpan.FromHours(2), Start.AddHours(1)), Is.Empty);
    }

    [TestCase(1000, 200, 0)]
    [TestCase(1000, 150, 50)]
    [TestCase(1000, 100, 100)]
    [TestCase(0, 0, 0)]
    public void From_the_high_threshold_on_the_disk_is_emptied_to_the_low_one(long capacity, long available, long expected) =>
        Assert.That(ImageGarbageCollector.BytesToFree(new ImageOptions(), capacity, available), Is.EqualTo(expected));

    private static RuntimeImage Image(string id) => new(id, [], [], 1);

    private static HashSet<string> Ids(params string[] ids) => [.. ids];
}
