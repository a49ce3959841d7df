using Kite.Agent.Linux;

namespace Kite.UnitTests.Agent.Linux;

[TestFixture]
internal sealed class SignalNumberTests
{
    [TestCase("SIGTERM", 15)]
    [TestCase("TERM", 15)]
    [TestCase("SIGUSR1", 10)]
    [TestCase("SIGIOT", 6)]
    [TestCase("SIGSYS", 31)]
    [TestCase("SIGRTMIN", 34)]
    [TestCase("SIGRTMIN+3", 37)]
    [TestCase("SIGRTMAX-1", 63)]
    [TestCase("SIGRTMIN+99", null)]
    [TestCase("SIGRTMIN3", null)]
    [TestCase("SIGNONSENSE", null)]
    [TestCase("", null)]
    public void Names_have_numbers(string name, int? number)
    {
        Assert.That(SignalNumber.Of(name), Is.EqualTo(number));
    }
}
