using Kite.Api.Meta;

namespace Kite.UnitTests.Api.Meta;

public sealed class GoDurationTests
{
    [TestCase("1h30m", "1h30m0s")]
    [TestCase("90s", "1m30s")]
    [TestCase("1.5s", "1.5s")]
    [TestCase("300ms", "300ms")]
    [TestCase("-2m", "-2m0s")]
    [TestCase("0", "0s")]
    [TestCase("1h0m0.25s", "1h0m0.25s")]
    [TestCase("720h", "720h0m0s")]
    public void Durations_print_as_go_prints_them(string text, string printed)
    {
        Assert.That(GoDuration.TryParse(text, out var duration), Is.True);
        Assert.That(GoDuration.Format(duration), Is.EqualTo(printed));
    }

    [TestCase("")]
    [TestCase("5")]
    [TestCase("s")]
    [TestCase("1d")]
    [TestCase("1.2.3s")]
    [TestCase("3000000h")]
    public void What_go_refuses_is_refused(string text) => Assert.That(GoDuration.TryParse(text, out _), Is.False);
}
