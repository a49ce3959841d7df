using System.Text;
using System.Text.Json;
using Kite.Api.Codecs;

namespace Kite.UnitTests.Api.Codecs;

public sealed class SharedStringsTests
{
    [TestCase("app.kubernetes.io/name-of-this-test")]
    [TestCase("a")]
    [TestCase("abc")]
    [TestCase("seven.7")]
    public void A_text_that_comes_often_is_made_once(string text)
    {
        // Only what comes a second time is kept.
        Read(text);
        var kept = Read(text);

        Assert.That(Read(text), Is.EqualTo(text).And.SameAs(kept));
    }

    [TestCase("")]
    [TestCase("grüße")]
    [TestCase("日本")]
    [TestCase("tab\tand \"quotes\"")]
    [TestCase("a text that is longer than the texts which are worth the while of keeping: nobody says it twice")]
    public void Any_text_is_read_as_it_was_written(string text)
    {
        for (var i = 0; i < 3; i++) Assert.That(Read(text), Is.EqualTo(text));
    }

    [Test]
    public void Texts_that_fall_on_the_same_place_are_not_confused()
    {
        for (var i = 0; i < 20_000; i++)
        {
            for (var times = 0; times < 3; times++) Assert.That(Read($"kube-{i}-pod"), Is.EqualTo($"kube-{i}-pod"));
        }
    }

    [Test]
    public void Many_threads_read_at_the_same_time() => Parallel.For(0, 8, _ =>
    {
        for (var i = 0; i < 20_000; i++) Assert.That(Read($"thread-{i % 3000}"), Is.EqualTo($"thread-{i % 3000}"));
    });

    private static string Read(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\""));
        reader.Read();
        return SharedStrings.Read(ref reader);
    }
}
