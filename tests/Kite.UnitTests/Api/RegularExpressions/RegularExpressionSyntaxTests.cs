using Kite.Api.RegularExpressions;

namespace Kite.UnitTests.Api.RegularExpressions;

public sealed class RegularExpressionSyntaxTests
{
    [TestCase("(", "missing closing ): `(`")]
    [TestCase(")", "unexpected ): `)`")]
    [TestCase("(a", "missing closing ): `(a`")]
    [TestCase("(a))", "unexpected ): `(a))`")]
    [TestCase("(a|b|", "missing closing ): `(a|b|`")]
    [TestCase("[a-z", "missing closing ]: `[a-z`")]
    [TestCase("x[]", "missing closing ]: `[]`")]
    [TestCase("([a-z)", "missing closing ]: `[a-z)`")]
    [TestCase("[z-a]", "invalid character class range: `z-a`")]
    [TestCase("[a-\\d]", "invalid escape sequence: `\\d`")]
    [TestCase("[[:word", "missing closing ]: `[[:word`")]
    [TestCase("[[:foo:]]", "invalid character class range: `[:foo:]`")]
    [TestCase("\\p{Foo}", "invalid character class range: `\\p{Foo}`")]
    [TestCase("\\pX", "invalid character class range: `\\pX`")]
    [TestCase("\\p{Foo", "invalid character class range: `\\p{Foo`")]
    [TestCase("(?P<name>a", "missing closing ): `(?P<name>a`")]
    [TestCase("(?P<name", "invalid named capture: `(?P<name`")]
    [TestCase("(?P<x y>a)", "invalid named capture: `(?P<x y>`")]
    [TestCase("(?P<>a)", "invalid named capture: `(?P<>`")]
    [TestCase("(?<x-y>a)", "invalid named capture: `(?<x-y>`")]
    [TestCase("(?=a)", "invalid or unsupported Perl syntax: `(?=`")]
    [TestCase("(?!a)", "invalid or unsupported Perl syntax: `(?!`")]
    [TestCase("x(?<=a)", "invalid named capture: `(?<=a)`")]
    [TestCase("(?i)(?s", "invalid or unsupported Perl syntax: `(?s`")]
    [TestCase("(?i-)a", "invalid or unsupported Perl syntax: `(?i-)`")]
    [TestCase("(?-i-m)a", "invalid or unsupported Perl syntax: `(?-i-`")]
    [TestCase("(?>a)", "invalid or unsupported Perl syntax: `(?>`")]
    [TestCase("a**", "invalid nested repetition operator: `**`")]
    [TestCase("a*+", "invalid nested repetition operator: `*+`")]
    [TestCase("a++", "invalid nested repetition operator: `++`")]
    [TestCase("a??*", "invalid nested repetition operator: `??*`")]
    [TestCase("a{2}{3}", "invalid nested repetition operator: `{2}{3}`")]
    [TestCase("*", "missing argument to repetition operator: `*`")]
    [TestCase("|*", "missing argument to repetition operator: `*`")]
    [TestCase("(+a)", "missing argument to repetition operator: `+`")]
    [TestCase("a{1001}", "invalid repeat count: `{1001}`")]
    [TestCase("a{2,1}", "invalid repeat count: `{2,1}`")]
    [TestCase("a{100000000000}", "invalid repeat count: `{100000000000}`")]
    [TestCase("(a{1000}){2}", "invalid repeat count: `{2}`")]
    [TestCase("((a{10}){10}){11}", "invalid repeat count: `{11}`")]
    [TestCase("a\\", "trailing backslash at end of expression: ``")]
    [TestCase("\\8", "invalid escape sequence: `\\8`")]
    [TestCase("(a)\\1", "invalid escape sequence: `\\1`")]
    [TestCase("\\C", "invalid escape sequence: `\\C`")]
    [TestCase("\\Z", "invalid escape sequence: `\\Z`")]
    [TestCase("\\x{}", "invalid escape sequence: `\\x{}`")]
    [TestCase("\\x{110000}", "invalid escape sequence: `\\x{110000`")]
    [TestCase("\\xg0", "invalid escape sequence: `\\xg0`")]
    public void What_re2_refuses_is_refused_in_its_words(string pattern, string message)
    {
        Assert.That(RegularExpression.TryCompile(pattern, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo("error parsing regexp: " + message));
    }

    [TestCase("a{,2}", "a{,2}")]
    [TestCase("a{", "a{")]
    [TestCase("a{01}", "a{01}")]
    [TestCase("a{1,", "a{1,")]
    [TestCase("]", "]")]
    [TestCase("}", "}")]
    [TestCase("[]a]", "]")]
    [TestCase("[a-]", "-")]
    [TestCase("[-a]", "-")]
    [TestCase("[a-c-e]", "-")]
    [TestCase("\\Qa+b\\E+", "a+bb")]
    [TestCase("\\_", "_")]
    [TestCase("\\x{1F600}", "😀")]
    [TestCase("\\x41\\101\\07", "AA\a")]
    [TestCase("(?:)", "")]
    [TestCase("()*", "")]
    [TestCase("a(?i)*", "aaa")]
    [TestCase("(?<first>a)(?P<second>b)", "ab")]
    [TestCase("(a{1000}){0}", "")]
    [TestCase("((b|a{10}){10}){10}|a", "a")]
    public void Odd_patterns_that_re2_takes_are_taken(string pattern, string whole) =>
        Assert.That(RegularExpression.Compile("^(?:" + pattern + ")$").IsMatch(whole), Is.True);

    [Test]
    public void A_quotation_may_stay_open() => Assert.That(RegularExpression.Compile("^\\Q$*").IsMatch("$*"), Is.True);

    [Test]
    public void Groups_nest_up_to_a_thousand()
    {
        Assert.That(() => RegularExpression.Compile(Nested(999)), Throws.Nothing);
        Assert.That(() => RegularExpression.Compile(Nested(1001)), Throws.TypeOf<RegularExpressionException>().With.Message.Contains("expression nests too deeply"));

        static string Nested(int depth) => new string('(', depth) + "a" + new string(')', depth);
    }

    [Test]
    public void Groups_that_remember_nothing_nest_without_limit() =>
        Assert.That(RegularExpression.Compile(string.Concat(Enumerable.Repeat("(?:", 100_000)) + "a" + new string(')', 100_000)).IsMatch("a"), Is.True);

    [Test]
    public void A_pattern_whose_program_is_huge_is_refused() =>
        Assert.That(() => RegularExpression.Compile(string.Concat(Enumerable.Repeat("(abc){1000}", 200))), Throws.TypeOf<RegularExpressionException>().With.Message.Contains("expression too large"));
}
