using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Selectors;
using MetaV1 = Kite.Api.Models.MetaV1;

namespace Kite.UnitTests.Api.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["tier"] = "", ["size"] = "10", ["in"] = "in" };

    [TestCase("", true)]
    [TestCase("app=web", true)]
    [TestCase("app==web,size", true)]
    [TestCase("app!=web", false)]
    [TestCase("missing!=web", true)]
    [TestCase("app in (web, db)", true)]
    [TestCase("app in (db)", false)]
    [TestCase("app notin (db,cache)", true)]
    [TestCase("missing notin (db)", true)]
    [TestCase("!app", false)]
    [TestCase("!missing , app", true)]
    [TestCase("size>9,size<11", true)]
    [TestCase("size > 10", false)]
    [TestCase("app>1", false)]
    [TestCase("tier=", true)]
    [TestCase("tier in (,a)", true)]
    [TestCase("app in ()", false)]
    [TestCase("in in (in)", true)]
    [TestCase("in=in", true)]
    public void Matches(string text, bool matches) => Assert.That(LabelSelector.Parse(text).Matches(Labels), Is.EqualTo(matches));

    [TestCase("x in (b,a)", "x in (a,b)")]
    [TestCase("b=1,a!=2,!c,d", "a!=2,b=1,!c,d")]
    public void Prints_in_order(string text, string printed) => Assert.That(LabelSelector.Parse(text).ToString(), Is.EqualTo(printed));

    [TestCase("a=b,", "found '', expected: identifier after ','")]
    [TestCase("a b", "found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [TestCase("a in b", "found 'b' expected: '('")]
    [TestCase("a in (b c)", "found 'c', expected: ',' or ')'")]
    [TestCase("(a)", "found '(', expected: !, identifier, or 'end of string'")]
    [TestCase("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [TestCase("a===b", "found '=', expected: identifier")]
    [TestCase("!a=b", "found '=', expected: ',' or 'end of string'")]
    [TestCase("a>x", "for 'Gt', 'Lt' operators, the value must be an integer")]
    [TestCase("a=b@c", "a valid label must be an empty string or consist of alphanumeric characters")]
    [TestCase("-a=b", "name part must consist of alphanumeric characters")]
    [TestCase("A.b/x=b", "prefix part a lowercase RFC 1123 subdomain")]
    public void What_is_no_selector_is_a_bad_request_in_upstreams_words(string text, string words)
    {
        var error = Assert.Throws<ApiStatusException>(() => LabelSelector.Parse(text));
        Assert.That(error!.Code, Is.EqualTo(400));
        Assert.That(error.Message, Does.Contain(words));
    }

    [Test]
    public void An_absent_selector_of_a_spec_matches_nothing_and_an_empty_one_everything()
    {
        Assert.That(LabelSelector.Of((MetaV1.LabelSelector?)null).Matches(Labels), Is.False);
        Assert.That(LabelSelector.Of((JsonObject?)null).Matches(Labels), Is.False);
        Assert.That(LabelSelector.Of(new JsonObject()).Matches(Labels), Is.True);
    }

    [Test]
    public void A_selector_of_a_spec_combines_labels_and_expressions()
    {
        var json = (JsonObject)JsonNode.Parse("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"size","operator":"In","values":["10"]},{"key":"gone","operator":"DoesNotExist"}]}""")!;
        Assert.That(LabelSelector.Of(json).Matches(Labels), Is.True);
        Assert.That(LabelSelector.Of(json).Matches(new Dictionary<string, string> { ["app"] = "web" }), Is.False);
    }
}
