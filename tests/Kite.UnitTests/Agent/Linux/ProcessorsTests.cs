using Kite.Agent.Linux;

namespace Kite.UnitTests.Agent.Linux;

internal sealed class ProcessorsTests
{
    [TestCase("0\n", 1)]
    [TestCase("0-1\n", 2)]
    [TestCase("0-3,6,8-9\n", 7)]
    public void The_kernels_list_of_processors_is_counted(string list, int count) => Assert.That(Processors.Count(list), Is.EqualTo(count));

    [Test]
    public void Those_that_are_online_are_the_machines() => Assert.That(Processors.Online(), Is.GreaterThanOrEqualTo(Environment.ProcessorCount));
}
