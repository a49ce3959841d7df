using System.Text;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri.Logs;

namespace Kite.UnitTests.Agent.Runtime.Cri;

internal sealed class LogSelectionTests
{
    private static readonly string[] Lines =
    [
        "2026-01-02T03:04:05.000000001Z stdout F one",
        "2026-01-02T03:04:06.000000001Z stderr F two",
        "2026-01-02T03:04:07.000000001Z stdout P thr",
        "2026-01-02T03:04:08.000000001Z stdout F ee",
        "cut sho",
    ];

    [Test]
    public async Task A_line_that_was_written_in_parts_is_one_line_and_a_broken_one_is_left_out()
    {
        Assert.That(await SelectAsync(new LogQuery()), Is.EqualTo("one\ntwo\nthree\n"));
    }

    [Test]
    public async Task Times_streams_age_and_length_select()
    {
        Assert.That(await SelectAsync(new LogQuery { Timestamps = true, Stdout = false }), Is.EqualTo("2026-01-02T03:04:06.000000001Z two\n"));
        Assert.That(await SelectAsync(new LogQuery { Since = DateTimeOffset.Parse("2026-01-02T03:04:07Z") }), Is.EqualTo("three\n"));
        Assert.That(await SelectAsync(new LogQuery { LimitBytes = 5 }), Is.EqualTo("one\nt"));
    }

    private static async Task<string> SelectAsync(LogQuery query)
    {
        using var output = new MemoryStream();
        var selection = new LogSelection(query, output);
        foreach (var line in Lines) selection.Add(Encoding.UTF8.GetBytes(line));
        await selection.FlushAsync(CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
