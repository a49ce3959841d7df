using Kite.Api.Meta;

namespace Kite.UnitTests.Api.Meta;

public sealed class TimestampsTests
{
    [TestCase("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000Z")]
    [TestCase("2026-01-02T03:04:05.678901Z", "2026-01-02T03:04:05.678901Z")]
    [TestCase("2026-01-02T03:04:05.678901234Z", "2026-01-02T03:04:05.678901Z")]
    [TestCase("2026-01-02T05:04:05+02:00", "2026-01-02T03:04:05.000000Z")]
    public void Rfc3339_is_read(string text, string micro)
    {
        Assert.That(Timestamps.TryParse(text, out var time), Is.True);
        Assert.That(Timestamps.FormatMicro(time), Is.EqualTo(micro));
    }

    [TestCase("")]
    [TestCase("2026-01-02")]
    [TestCase("2026-01-02T03:04:05")]
    [TestCase("2026-13-02T03:04:05Z")]
    [TestCase("2026-01-02 03:04:05Z")]
    public void Anything_else_is_refused(string text) => Assert.That(Timestamps.TryParse(text, out _), Is.False);
}
