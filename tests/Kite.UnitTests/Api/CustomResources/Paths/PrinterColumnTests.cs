using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.CustomResources.Paths;

internal sealed class PrinterColumnTests
{
    private const string Value = """{"metadata":{"name":"w","creationTimestamp":"2024-01-01T00:00:00Z","labels":{"a.b/c":"dotted"}},"spec":{"n":3,"f":1.5,"b":true,"s":"text","l":[1,2,3],"o":{"x":1},"z":null},"status":{"conditions":[{"type":"Ready","status":"True","n":1},{"type":"Other","status":"False","n":5}]}}""";

    [TestCase("string", ".spec.s", "\"text\"")]
    [TestCase("string", ".spec.n", "\"3\"")]
    [TestCase("string", ".spec.f", "\"1.5\"")]
    [TestCase("string", ".spec.b", "\"true\"")]
    [TestCase("string", ".spec.o", "\"{\\u0022x\\u0022:1}\"")]
    [TestCase("integer", ".spec.n", "3")]
    [TestCase("integer", ".spec.f", "1")]
    [TestCase("integer", ".spec.s", "null")]
    [TestCase("number", ".spec.f", "1.5")]
    [TestCase("boolean", ".spec.b", "true")]
    [TestCase("boolean", ".spec.s", "null")]
    [TestCase("date", ".metadata.creationTimestamp", "\"2024-01-01T00:00:00Z\"")]
    [TestCase("string", ".spec.missing.deep", "null")]
    [TestCase("string", ".status.conditions[?(@.type==\"Ready\")].status", "\"True\"")]
    [TestCase("string", ".status.conditions[?(@.n>2)].type", "\"Other\"")]
    [TestCase("string", ".status.conditions[-1:].type", "\"Other\"")]
    [TestCase("string", ".status.conditions[-1].type", "\"Other\"")]
    [TestCase("string", ".status.conditions[7].type", "null")]
    [TestCase("string", ".metadata.labels.a\\.b/c", "\"dotted\"")]
    [TestCase("string", ".metadata.labels['a.b/c']", "\"dotted\"")]
    [TestCase("integer", ".spec.l[1]", "2")]
    [TestCase("integer", ".spec.l[*]", "1")]
    [TestCase("string", "..type", "\"Ready\"")]
    [TestCase("string", ".spec[", "null")]
    public void A_column_shows_what_its_path_finds(string type, string path, string expected)
    {
        var column = new JsonObject { ["name"] = "C", ["type"] = type, ["jsonPath"] = path };
        var version = CustomSamples.Version("{}", "\"additionalPrinterColumns\":[" + column.ToJsonString() + "]");
        Assert.That(version.PrinterColumns[0].Cell((JsonObject)CustomSamples.Json(Value)!)?.ToJsonString() ?? "null", Is.EqualTo(expected));
    }

    [Test]
    public void Without_columns_the_age_is_shown()
    {
        var column = CustomSamples.Version("{}").PrinterColumns.Single();
        Assert.That((column.Name, column.Type, column.JsonPath), Is.EqualTo(("Age", "date", ".metadata.creationTimestamp")));
    }

    [Test]
    public void A_path_that_finds_ever_more_finds_nothing()
    {
        var column = new JsonObject { ["name"] = "C", ["type"] = "string", ["jsonPath"] = string.Concat(Enumerable.Repeat("..*", 40)) };
        var version = CustomSamples.Version("{}", "\"additionalPrinterColumns\":[" + column.ToJsonString() + "]");
        var deep = "{\"a\":" + string.Concat(Enumerable.Repeat("[[", 100)) + "1" + string.Concat(Enumerable.Repeat("]]", 100)) + "}";
        Assert.That(version.PrinterColumns[0].Cell((JsonObject)CustomSamples.Json(deep)!), Is.Null);
    }
}
