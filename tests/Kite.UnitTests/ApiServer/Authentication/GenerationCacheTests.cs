using Kite.ApiServer.Authentication;

namespace Kite.UnitTests.ApiServer.Authentication;

public sealed class GenerationCacheTests
{
    [Test]
    public void What_is_asked_for_stays_and_what_is_not_goes()
    {
        var cache = new GenerationCache<int, string>(10);
        cache.Add(-1, "used");
        cache.Add(-2, "unused");
        for (var i = 0; i < 100; i++)
        {
            cache.Add(i, "new");
            Assert.That(cache.TryGet(-1, out _), Is.True, $"after {i}");
        }
        Assert.That(cache.TryGet(-2, out _), Is.False);
        Assert.That(Enumerable.Range(0, 100).Count(i => cache.TryGet(i, out _)), Is.LessThanOrEqualTo(20));
    }
}
