using Kite.Agent.Memory;

namespace Kite.UnitTests.Agent.Memory;

internal sealed class ResidentMemoryTests
{
    private const long Mega = 1 << 20;

    [TestCase(3, 3, 10, false, Description = "too little")]
    [TestCase(6, 3, 10, true, Description = "an idle agent")]
    [TestCase(20, 3, 100, false, Description = "little beside what lives")]
    [TestCase(30, 3, 100, true, Description = "an idle server")]
    [TestCase(5000, 1000, 20, false, Description = "at work")]
    [TestCase(5000, 5, 20, true, Description = "after work")]
    [TestCase(5000, 5, 1000, false, Description = "much lives")]
    public void Garbage_is_collected_where_it_is_worth_it(long gathered, long recent, long live, bool isWorthIt) =>
        Assert.That(ResidentMemory.IsWorthIt(gathered * Mega, recent * Mega, live * Mega), Is.EqualTo(isWorthIt));
}
