using Kite.Api.Errors;
using Kite.Api.Selectors;

namespace Kite.UnitTests.Api.Selectors;

public sealed class FieldSelectorTests
{
    private static readonly Dictionary<string, string> Fields = new() { ["metadata.name"] = "a,b=c\\", ["status.phase"] = "Running" };

    [TestCase("", true)]
    [TestCase("status.phase=Running", true)]
    [TestCase("status.phase==Running,spec.nodeName=", true)]
    [TestCase("status.phase!=Running", false)]
    [TestCase("status.phase!=Failed,", true)]
    [TestCase(@"metadata.name=a\,b\=c\\", true)]
    public void Matches(string text, bool matches)
    {
        Assert.That(FieldSelector.Parse(text).Matches(Fields), Is.EqualTo(matches));
        Assert.That(FieldSelector.Parse(FieldSelector.Parse(text).ToString()).Matches(Fields), Is.EqualTo(matches));
    }

    [Test]
    public void An_unsupported_field_is_a_bad_request()
    {
        var error = Assert.Throws<ApiStatusException>(() => FieldSelector.Parse("spec.foo=1", new HashSet<string> { "metadata.name", "spec.bar" }));
        Assert.That(error!.Message, Is.EqualTo("field label not supported: spec.foo"));
        Assert.That(error.Code, Is.EqualTo(400));
        error = Assert.Throws<ApiStatusException>(() => FieldSelector.Parse("spec.foo=1", new HashSet<string> { "metadata.name" }));
        Assert.That(error!.Message, Is.EqualTo("\"spec.foo\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""));
    }

    [TestCase("metadata.name")]
    [TestCase("a=b=c")]
    [TestCase(@"a=b\c")]
    public void What_is_no_selector_is_a_bad_request(string text) =>
        Assert.That(() => FieldSelector.Parse(text), Throws.TypeOf<ApiStatusException>().With.Message.StartsWith("invalid selector: '"));

    [Test]
    public void An_exact_match_tells_its_value()
    {
        Assert.That(FieldSelector.Parse("spec.nodeName=n1").RequiresExactMatch("spec.nodeName", out var node), Is.True);
        Assert.That(node, Is.EqualTo("n1"));
        Assert.That(FieldSelector.Parse("spec.nodeName!=n1").RequiresExactMatch("spec.nodeName", out _), Is.False);
    }
}
