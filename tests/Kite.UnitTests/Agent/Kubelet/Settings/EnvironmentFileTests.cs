using Kite.Agent.Kubelet.Settings;

namespace Kite.UnitTests.Agent.Kubelet.Settings;

[TestFixture]
internal sealed class EnvironmentFileTests
{
    [TestCase("A='1'\nB='2'\n", "B", "2")]
    [TestCase("  # comment\n\n  A='x # y' # why\r\n", "A", "x # y")]
    [TestCase("A='one\ntwo'\nB='3'", "A", "one\ntwo")]
    [TestCase("A='one\ntwo'\nB='3'", "B", "3")]
    [TestCase("A= 'x'\nB='2'", "A", "")]
    [TestCase("A= 'x'\nB='2'", "B", "2")]
    [TestCase("A='1'", "C", null)]
    [TestCase("", "A", null)]
    public void A_value_stands_in_single_quotes_after_its_name(string text, string key, string? expected) => Assert.That(EnvironmentFile.Find(text, key), Is.EqualTo(expected));

    [TestCase("A='1'\nB", "invalid environment variable format at line 2: missing '='")]
    [TestCase("='1'", "invalid environment variable format at line 1: empty variable name")]
    [TestCase("A ='1'", "invalid environment variable format at line 1: whitespace before '=' is not allowed")]
    [TestCase("A=1", "invalid environment variable format at line 1: value must be enclosed in single quotes")]
    [TestCase("A='1' x", "invalid environment variable format at line 1: unexpected content after closing quote")]
    [TestCase("\nA='1", "invalid environment variable format starting at line 2: unclosed single quote")]
    public void What_is_not_of_the_form_is_named_with_its_line(string text, string message) =>
        Assert.That(() => EnvironmentFile.Find(text, "Z"), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
}
