using Kite.Api.Cel.Schemas;

namespace Kite.UnitTests.Api.Cel.Schemas;

public sealed class EscapedNamesTests
{
    [TestCase("a", "a")]
    [TestCase("a_b", "a_b")]
    [TestCase("a__b", "a__underscores__b")]
    [TestCase("___", "__underscores___")]
    [TestCase("a.dot", "a__dot__dot")]
    [TestCase("a-b", "a__dash__b")]
    [TestCase("a/b", "a__slash__b")]
    [TestCase("namespace", "__namespace__")]
    [TestCase("true", "__true__")]
    [TestCase("self", "self")]
    [TestCase("int", "int")]
    [TestCase("true-val", "true__dash__val")]
    [TestCase("__dash__", "__underscores__dash__underscores__")]
    [TestCase("x.y-z/w", "x__dot__y__dash__z__slash__w")]
    public void Names_are_escaped_and_back(string name, string escaped)
    {
        Assert.That(EscapedNames.Escape(name), Is.EqualTo(escaped));
        Assert.That(EscapedNames.Unescape(escaped), Is.EqualTo(name));
    }

    [TestCase("")]
    [TestCase("1a")]
    [TestCase("a b")]
    [TestCase("a$b")]
    [TestCase("é")]
    public void Other_names_cannot_be_written(string name) => Assert.That(EscapedNames.Escape(name), Is.Null);

    [TestCase("__illegal__")]
    [TestCase("__true__val")]
    [TestCase("a__true__")]
    public void What_no_name_is_escaped_to_is_none(string escaped) => Assert.That(EscapedNames.Unescape(escaped), Is.Null);
}
