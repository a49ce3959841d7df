using System.Diagnostics;
using Kite.Api.RegularExpressions;

namespace Kite.UnitTests.Api.RegularExpressions;

public sealed class RegularExpressionMatchTests
{
    [TestCase("", "", true)]
    [TestCase("", "abc", true)]
    [TestCase("b", "abc", true)]
    [TestCase("^b", "abc", false)]
    [TestCase("^$", "", true)]
    [TestCase("^$", "\n", false)]
    [TestCase("a$", "a\n", false)]
    [TestCase("(?m)a$", "a\n", true)]
    [TestCase("(?m)^b$", "a\nb\nc", true)]
    [TestCase("^b$", "a\nb\nc", false)]
    [TestCase("a\\z", "ba", true)]
    [TestCase("a.c", "a\nc", false)]
    [TestCase("(?s)a.c", "a\nc", true)]
    [TestCase("(?s:a.)c.", "a\nc\n", false)]
    [TestCase("^.$", "😀", true)]
    [TestCase("^..$", "😀", false)]
    [TestCase("^[^a]$", "😀", true)]
    [TestCase("^[😀-😂]{2}$", "😁😂", true)]
    [TestCase("^\\d+$", "٣", false)]
    [TestCase("^\\w+$", "é", false)]
    [TestCase("^\\s$", "\u00A0", false)]
    [TestCase("^\\s$", "\v", false)]
    [TestCase("^[[:space:]]$", "\v", true)]
    [TestCase("^\\W$", "é", true)]
    [TestCase("^\\pL+$", "éλж漢", true)]
    [TestCase("^\\p{Greek}+$", "λόγος", true)]
    [TestCase("^\\p{greek}+$", "ж", false)]
    [TestCase("^\\P{Greek}$", "ж", true)]
    [TestCase("^\\p{^Lu}$", "a", true)]
    [TestCase("^[\\p{Lu}\\d]+$", "A1É", true)]
    [TestCase("^\\p{Uppercase_Letter}$", "É", true)]
    [TestCase("^\\p{Any}\\p{Assigned}\\p{ASCII}$", "éab", true)]
    [TestCase("(?i)^straße$", "STRAẞE", true)]
    [TestCase("(?i)^k$", "\u212A", true)]
    [TestCase("(?i)^[^k]$", "\u212A", false)]
    [TestCase("(?i)^ς$", "Σ", true)]
    [TestCase("(?i)^\\x{10400}$", "\U00010428", true)]
    [TestCase("(?i)^ab(?-i)c$", "ABc", true)]
    [TestCase("(?i)^ab(?-i)c$", "ABC", false)]
    [TestCase("(?i:a)b", "Ab", true)]
    [TestCase("(?i:a)b", "AB", false)]
    [TestCase("^[[:alpha:][:digit:]_]+$", "az_09", true)]
    [TestCase("^[[:^alpha:]]$", "1", true)]
    [TestCase("\\bab\\b", "x ab y", true)]
    [TestCase("\\bab\\b", "xab y", false)]
    [TestCase("é\\bb", "éb", true)]
    [TestCase("a\\Bb", "ab", true)]
    [TestCase("^(a|ab)(c|bcd)$", "abcd", true)]
    [TestCase("^(?:a{2,3}){2}$", "aaaaa", true)]
    [TestCase("^a{2,3}$", "aaaa", false)]
    [TestCase("^a{2,}$", "aaaa", true)]
    [TestCase("^a{0}$", "a", false)]
    [TestCase("^(a*)*$", "aaab", false)]
    [TestCase("^(a*)+$", "aaa", true)]
    [TestCase("[^\\x00-\\x{10FFFF}]", "a", false)]
    [TestCase("([^\\x00-\\x{10FFFF}]|^$)", "", true)]
    [TestCase("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "a-b.c-d", true)]
    [TestCase("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "a-b.c-", false)]
    public void Texts_match_as_in_go(string pattern, string text, bool isMatch)
    {
        var expression = RegularExpression.Compile(pattern);
        Assert.That(expression.IsMatch(text), Is.EqualTo(isMatch));
        Assert.That(expression.TryFind(text, out _, out _), Is.EqualTo(isMatch));
    }

    [TestCase("a+", "xaay", "aa")]
    [TestCase("a+?", "xaay", "a")]
    [TestCase("(?U)a+", "xaay", "a")]
    [TestCase("(?U)a+?", "xaay", "aa")]
    [TestCase("a|ab", "xaby", "a")]
    [TestCase("ab|a", "xaby", "ab")]
    [TestCase("a*", "baa", "")]
    [TestCase("[0-9]+", "abc 123 def", "123")]
    [TestCase(".😀?", "x😀", "x😀")]
    [TestCase("(a+)(b+)", "xaabb", "aabb")]
    [TestCase("a{2,3}?", "aaaa", "aa")]
    public void The_leftmost_match_that_perl_prefers_is_found(string pattern, string text, string found)
    {
        Assert.That(RegularExpression.Compile(pattern).TryFind(text, out var index, out var length), Is.True);
        Assert.That(text.Substring(index, length), Is.EqualTo(found));
    }

    [TestCase("a", "banana", -1, "a,a,a")]
    [TestCase("a", "banana", 2, "a,a")]
    [TestCase("a", "banana", 0, "")]
    [TestCase("a*", "baab", -1, ",aa,")]
    [TestCase("x*", "😀a", -1, ",,")]
    [TestCase("^a", "aaa", -1, "a")]
    [TestCase("\\b", "ab cd", -1, ",,,")]
    [TestCase("[0-9]+", "1,22,333", -1, "1,22,333")]
    public void All_matches_are_found_as_in_go(string pattern, string text, int limit, string found)
    {
        var all = RegularExpression.Compile(pattern).FindAll(text, limit);
        Assert.That(string.Join(",", all), Is.EqualTo(found));
    }

    [TestCase("^(a+)+$")]
    [TestCase("^(a|a)*$")]
    [TestCase("^(a?){500}a{500}$")]
    [TestCase("(x+x+)+y")]
    [TestCase(".*.*.*.*.*=.*")]
    [TestCase("(a|b)*a(a|b){20}c")]
    [TestCase("(.{1,500}){2}z")]
    public void Patterns_that_explode_elsewhere_take_time_in_proportion_to_the_text(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat("aab", 3000)) + "!";
        var watch = Stopwatch.StartNew();
        Assert.That(RegularExpression.Compile(pattern).IsMatch(text), Is.False);
        // What isn't kept short takes years.
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void One_expression_serves_many_threads()
    {
        var expression = RegularExpression.Compile("(a|b)*a(a|b){6}c");
        var texts = Enumerable.Range(0, 2000).Select(seed => Letters(seed) + "abbbbbbc").ToArray();
        var matches = texts.AsParallel().Count(text => expression.IsMatch(text) && !expression.IsMatch(text.AsSpan(0, text.Length - 1)));
        Assert.That(matches, Is.EqualTo(texts.Length));

        static string Letters(int seed) => new([.. Enumerable.Range(0, 40).Select(index => ((seed * 7919) >> (index % 13)) % 2 == 0 ? 'a' : 'b')]);
    }

    [Test]
    public void The_cache_answers_the_same_expression_until_it_is_full()
    {
        var cache = new RegularExpressionCache();
        var first = cache.Get("a");
        Assert.That(cache.Get("a"), Is.SameAs(first));
        for (var i = 0; i < 2000; i++) cache.Get("b" + i);
        Assert.That(cache.Get("a"), Is.Not.SameAs(first));
        Assert.That(() => cache.Get("("), Throws.TypeOf<RegularExpressionException>());
    }
}
