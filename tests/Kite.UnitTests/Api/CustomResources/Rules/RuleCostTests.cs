using Kite.Api.CustomResources;
using Kite.Api.CustomResources.Rules;

namespace Kite.UnitTests.Api.CustomResources.Rules;

/// <summary>What rules cost in the worst case, by schemas without bounds and with bounds. The numbers are upstream's: they decide which definitions are refused.</summary>
internal sealed class RuleCostTests
{
    private const ulong More = 1_000_000;

    [TestCase("""{@I"type":"array","items":{"type":"number"}}""", """self.all(x, true)""", 4718591L, 10, 32)]
    [TestCase("""{@I"type":"array","items":{"type":"string"}}""", """self.all(x, true)""", 3145727L, 20, 62)]
    [TestCase("""{@I"type":"array","items":{"type":"boolean"}}""", """self.all(x, true)""", 1887437L, 5, 17)]
    [TestCase("""{@I"type":"array","items":{"type":"array","items":{"type":"number"}}}""", """self.all(x, true)""", 3145727L, 100, 302)]
    [TestCase("""{@I"type":"array","items":{"type":"object","required":["required"],"properties":{"required":{"type":"string"},"optional":{"type":"string"}}}}""", """self.all(x, true)""", 555128L, 50, 152)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"number"}}""", """self.all(x, true)""", 1348169L, 10, 32)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"string"}}""", """self.all(x, true)""", 1179647L, 3, 11)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"boolean"}}""", """self.all(x, true)""", 943718L, 100, 302)]
    [TestCase("""{@L"type":"string"}""", """self.contains('test')""", 314574L, 10, 5)]
    [TestCase("""{@L"type":"string"}""", """self.startsWith('test')""", 2L, 15, 2)]
    [TestCase("""{@L"type":"string"}""", """self.endsWith('test')""", 2L, 30, 2)]
    [TestCase("""{@L"type":"string"}""", """size(self + "hello") > size("hello")""", 314578L, 4, 7)]
    [TestCase("""{@I"type":"array","items":{"type":"number"}}""", """self[1] == 0.0""", 2L, 5000, 2)]
    [TestCase("""{@I"type":"array","items":{"type":"string"}}""", """self[1] == self[1]""", 314577L, 8, 314577)]
    [TestCase("""{@I"type":"array","items":{"type":"number"}}""", """self.all(x, self.all(y, true))""", -1L, 10, 352)]
    [TestCase("""{@I"type":"array","items":{"type":"number"}}""", """self.all(x, self.all(y, self.all(z, true)))""", -1L, 10, 3552)]
    [TestCase("""{@L"type":"string"}""", """self.matches("x")""", 314574L, 50, 22)]
    [TestCase("""{@L"type":"string"}""", """''.matches("(((((((((())))))))))[0-9]")""", 7L, 10, 7)]
    [TestCase("""{@L"type":"string"}""", """self.matches("")""", 1L, 100, 1)]
    [TestCase("""{@P"type":"object","additionalProperties":{@L"type":"string"}}""", """self.all(x, x.contains(self[x]))""", 2752507L, 10, 72)]
    [TestCase("""{@I"type":"array","items":{"type":"number"}}""", """self[3] == 0.0""", 2L, 0, 2)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"number"}}""", """self["x"] == 0.0""", 2L, 0, 2)]
    [TestCase("""{@L"type":"string"}""", """self == "x" """, 2L, 0, 1)]
    [TestCase("""{@L"type":"string","format":"byte"}""", """self == b"x" """, 2L, 0, 1)]
    [TestCase("""{@I"type":"array","items":{"type":"number"}}""", """self.all(x, x == 0.0)""", 6291454L, 6291456, 25165826)]
    [TestCase("""{@I"type":"array","items":{@P"type":"object","additionalProperties":{@P"type":"object","required":["required"],"properties":{"required":{"type":"string"},"optional":{"type":"string"}}}}}""", """self.all(x, x["y"].required == "z")""", 7340027L, 10, 72)]
    [TestCase("""{"type":"array","items":{@P"type":"object","additionalProperties":{"type":"object","required":["required"],"properties":{"required":{"type":"string"},"optional":{"type":"string"}}}}}""", """self.all(x, x["y"].required == "z")""", 7340027L, 10, 7340027)]
    [TestCase("""{@I"type":"array","items":{"x-kubernetes-int-or-string":true}}""", """self.all(x, true)""", 4718591L, 10, 32)]
    [TestCase("""{@I"type":"array","items":{"x-kubernetes-int-or-string":true}}""", """self[0] == 5""", 3L, 10, 3)]
    [TestCase("""{@I"type":"array","items":{"type":"boolean"}}""", """self[0] == false""", 2L, 25, 2)]
    [TestCase("""{@I"type":"array","items":{"type":"object","required":["required"],"properties":{"required":{"type":"string"},"optional":{"type":"string"}}}}""", """self[0] == null""", 2L, 422, 2)]
    [TestCase("""{@I"type":"array","items":{"type":"array","items":{"type":"number"}}}""", """self[0][0] == -1.0""", 3L, 51, 3)]
    [TestCase("""{@I"type":"array","items":{"type":"object","additionalProperties":{"type":"number"}}}""", """self.all(x, x.y == 25.2)""", 6291452L, 12, 74)]
    [TestCase("""{@I"type":"array","items":{"type":"object","additionalProperties":{"type":"number"}}}""", """self[0].x > 2.0""", 4L, 3000, 4)]
    [TestCase("""{@I"type":"array","items":{"type":"string","format":"duration"}}""", """self.all(x, true)""", 2359295L, 5, 17)]
    [TestCase("""{@I"type":"array","items":{"type":"string","format":"duration"}}""", """self[0].getHours() == 2""", 4L, 525, 4)]
    [TestCase("""{@I"type":"array","items":{"type":"string","format":"date"}}""", """self.all(x, true)""", 725936L, 15, 47)]
    [TestCase("""{@I"type":"array","items":{"type":"string","format":"date"}}""", """self[2].getDayOfMonth() == 13""", 4L, 42, 4)]
    [TestCase("""{@I"type":"array","items":{"type":"string","format":"date-time"}}""", """self.all(x, true)""", 428963L, 25, 77)]
    [TestCase("""{@I"type":"array","items":{"type":"string","format":"date-time"}}""", """self[2].getMinutes() == 45""", 4L, 99, 4)]
    [TestCase("""{@P"type":"object","additionalProperties":{"x-kubernetes-int-or-string":true}}""", """self.all(x, true)""", 1348169L, 15, 47)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"object","required":["required"],"properties":{"required":{"type":"string"},"optional":{"type":"string"}}}}""", """self.all(x, true)""", 428963L, 20, 62)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"number"}}}""", """self.all(x, true)""", 1179647L, 10, 32)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"array","items":{"type":"number"}}}""", """self.all(x, true)""", 1179647L, 25, 77)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"string","format":"duration"}}""", """self.all(x, true)""", 1048577L, 5, 17)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"string","format":"date"}}""", """self.all(x, true)""", 524288L, 10, 32)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"string","format":"date-time"}}""", """self.all(x, true)""", 349526L, 25, 77)]
    [TestCase("""{@L"type":"string"}""", """self.find('[0-9]+') == ''""", 629147L, 10, 11)]
    [TestCase("""{@I"type":"array","x-kubernetes-list-type":"atomic","items":{@L"type":"string"}}""", """self.join(' ') == 'aa bb'""", 329853068905L, 10, 43)]
    [TestCase("""{@I"type":"array","x-kubernetes-list-type":"atomic","items":{@L"type":"string"}}""", """self.isSorted() == true""", 329854432052L, 10, 52)]
    [TestCase("""{"type":"object","properties":{"str":{@L"type":"string"},"before":{"maxLength":2,"type":"string"},"after":{"maxLength":4,"type":"string"}}}""", """self.str.replace(self.before, self.after) == 'does not matter'""", 629154L, 4, 12)]
    [TestCase("""{"type":"object","properties":{"str":{@L"type":"string"},"separator":{@L"type":"string"}}}""", """self.str.split(self.separator) == []""", 629160L, 10, 22)]
    [TestCase("""{@L"type":"string"}""", """self.lowerAscii() == 'lower!'""", 314575L, 10, 6)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"integer"}}""", """oldSelf.size() == self.size()""", 5L, 10, 5)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"string","format":"date-time"}}""", """self["a"] == self["b"]""", 8L, 7, 8)]
    [TestCase("""{@P"type":"object","additionalProperties":{"type":"string","format":"duration"}}""", """self["c"] == self["d"]""", 8L, 42, 8)]
    [TestCase("""{@L"type":"string","enum":["A","B","C","LongValue"]}""", """self.contains('A')""", 2L, 1000, 401)]
    public void Rules_cost_what_they_cost_upstream(string schema, string rule, long unbounded, long bound, long bounded)
    {
        var free = CostOf(Bounded(schema, null), rule);
        if (unbounded < 0) Assert.That(free, Is.GreaterThan(More));
        else Assert.That(free, Is.EqualTo((ulong)unbounded));
        Assert.That(CostOf(Bounded(schema, bound), rule), Is.EqualTo((ulong)bounded));
    }

    private static ulong CostOf(string text, string rule)
    {
        var schema = CustomSamples.Schema(text);
        var compiled = new RuleCompiler(schema, RuleNode.Declare(schema, isResource: false)!).Compile(new ValidationRule { Rule = rule });
        Assert.That(compiled.Error, Is.Null);
        return compiled.MaxCost;
    }

    /// <summary>The schema with a bound where it says <c>@I</c> (items), <c>@P</c> (properties) or <c>@L</c> (characters).</summary>
    private static string Bounded(string schema, long? bound)
    {
        foreach (var (mark, name) in new[] { ("@I", "maxItems"), ("@P", "maxProperties"), ("@L", "maxLength") })
            schema = schema.Replace(mark, bound is null ? "" : $"\"{name}\":{bound},", StringComparison.Ordinal);
        return schema;
    }
}
