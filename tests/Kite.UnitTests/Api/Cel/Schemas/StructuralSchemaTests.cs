using System.Text.Json.Nodes;
using Kite.Api.Cel;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Libraries;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Schemas.Structural;
using Kite.Api.CustomResources;
using Kite.Api.RegularExpressions;

namespace Kite.UnitTests.Api.Cel.Schemas;

public sealed class StructuralSchemaTests
{
    private const string Schema = """
        {"type":"object","required":["text","count"],"properties":{
          "text":{"type":"string","maxLength":10}, "free":{"type":"string"}, "choice":{"type":"string","enum":["a","longer"]},
          "count":{"type":"integer"}, "ratio":{"type":"number"}, "flag":{"type":"boolean","nullable":true},
          "port":{"x-kubernetes-int-or-string":true}, "when":{"type":"string","format":"date-time"}, "day":{"type":"string","format":"date"},
          "span":{"type":"string","format":"duration"}, "blob":{"type":"string","format":"byte"}, "namespace":{"type":"string"}, "a-b.c":{"type":"integer"},
          "labels":{"type":"object","additionalProperties":{"type":"string"}}, "tags":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
          "items":{"type":"array","maxItems":5,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["id"],
            "items":{"type":"object","properties":{"id":{"type":"string"},"v":{"type":"integer"}}}},
          "plain":{"type":"array","items":{"type":"integer"}},
          "opaque":{"x-kubernetes-preserve-unknown-fields":true},
          "inner":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"x":{"type":"integer"}}},
          "template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}}}
        """;

    private static readonly CelFunctionRegistry Functions = KubernetesLibraries.Base(new RegularExpressionCache());

    [TestCase("self.text == 'abc' && self.count == 3 && self.ratio == 1.0 && self.flag")]
    [TestCase("type(self.port) == int && self.port == 80")]
    [TestCase("self.when == timestamp('2021-01-01T00:00:00Z') && self.day == timestamp('2021-01-01T00:00:00Z')")]
    [TestCase("self.span == duration('1h') && self.blob == b'hello'")]
    [TestCase("self.__namespace__ == 'ns' && self.a__dash__b__dot__c == 1")]
    [TestCase("self.labels['a.b/c'] == 'd' && self.labels.all(k, k.startsWith('a'))")]
    [TestCase("self.tags == ['b', 'a'] && self.tags + ['b', 'c'] == ['c', 'b', 'a']")]
    [TestCase("self.items[1].v == 2 && self.items.exists(i, i.id == 'x')")]
    [TestCase("size(self.items + self.items) == 2")]
    [TestCase("self.items + self.items == self.items")]
    [TestCase("self.plain == [1, 2] && self.plain != [2, 1] && self.plain + [3] == [1, 2, 3]")]
    [TestCase("self.inner.x == 1 && self.inner == self.inner")]
    [TestCase("self.template.kind == 'Pod' && self.template.metadata.name == 'p'")]
    [TestCase("self.metadata.name == 'n' && self.kind == 'K' && self.apiVersion == 'g/v1'")]
    [TestCase("has(self.text) && !has(self.free) && !has(self.choice)")]
    [TestCase("self == self")]
    public void Values_are_seen_through_the_schema(string rule) => Assert.That(Evaluate(rule), Is.EqualTo("true"));

    [TestCase("self.free == ''", "no such key: free")]
    [TestCase("self.choice == ''", "no such key: choice")]
    public void Fields_that_are_absent_or_null_are_errors(string rule, string error) => Assert.That(Evaluate(rule), Is.EqualTo("error: " + error));

    [TestCase("self.unknown == 1", "undefined field 'unknown'")]
    [TestCase("self.opaque == 1", "undefined field 'opaque'")]
    [TestCase("self.inner.y == 1", "undefined field 'y'")]
    [TestCase("self.metadata.labels == {}", "undefined field 'labels'")]
    [TestCase("self.namespace == ''", "undefined field 'namespace'")]
    [TestCase("self.count == 'a'", "found no matching overload for '_==_' applied to '(int, string)'")]
    public void What_the_schema_does_not_say_does_not_compile(string rule, string issue) => Assert.That(Compile(rule).Error, Does.Contain(issue));

    [TestCase("text", 40)]
    [TestCase("free", 3145726)]
    [TestCase("choice", 6)]
    [TestCase("when", 32)]
    [TestCase("day", 12)]
    [TestCase("span", 32)]
    [TestCase("blob", 3145726)]
    [TestCase("port", 3145726)]
    [TestCase("items", 5)]
    [TestCase("tags", 1048575)]
    [TestCase("labels", 393215)]
    [TestCase("plain", 1572863)]
    public void Sizes_are_bounded_as_upstream_bounds_them(string field, int most) => Assert.That(Declare().Fields[field].MaxElements, Is.EqualTo(most));

    [Test]
    public void The_least_size_counts_required_fields() => Assert.That(Declare().MinSize, Is.EqualTo(2 + (4 + 2 + 4) + (5 + 1 + 4)));

    [TestCase("self.text.contains('abc')", 6)]
    [TestCase("self.items.all(i, i.v > 0)", 33)]
    public void Costs_are_estimated_by_the_schema(string rule, int most) => Assert.That(Compile(rule).EstimateCost(new SchemaSizes(Declare())).Max, Is.EqualTo((ulong)most));

    [Test]
    public void Unknown_fields_count_when_objects_are_compared()
    {
        var schema = StructuralSchema.Parse((JsonObject)JsonNode.Parse("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"x":{"type":"integer"}}}""")!);
        Assert.That(Value("""{"x":1,"y":[1]}""") == Value("""{"y":[1],"x":1}"""), Is.True);
        Assert.That(Value("""{"x":1,"y":[1]}""") == Value("""{"x":1,"y":[2]}"""), Is.False);

        Kite.Api.Cel.Values.CelValue Value(string json) => StructuralValues.Of(JsonNode.Parse(json), schema);
    }

    [TestCase("1", "string", "invalid data, expected string, got int64")]
    [TestCase("1.5", "integer", "invalid data, expected int, got float64")]
    [TestCase("\"a\"", "number", "invalid data, expected float, got string")]
    [TestCase("[]", "object", "invalid data, expected a map for the provided schema with type=object")]
    [TestCase("null", "string", "invalid data, got null for schema with nullable=false")]
    public void Data_that_does_not_fit_is_an_error(string json, string type, string error) =>
        Assert.That(StructuralValues.Of(JsonNode.Parse(json), new StructuralSchema { Type = type }).AsError.Message, Is.EqualTo(error));

    private static SchemaDeclaration Declare() => StructuralDeclarations.Declare(Parse(), "selfType", isResource: true)!;

    private static StructuralSchema Parse() => StructuralSchema.Parse((JsonObject)JsonNode.Parse(Schema)!);

    private static CelCompilation Compile(string rule)
    {
        var self = Declare();
        return new CelEnvironment(new CelEnvironmentOptions { Functions = Functions, Types = new DeclaredTypes(self), Variables = [new CelVariable("self", self.Type)] })
            .Compile(rule);
    }

    private static string Evaluate(string rule)
    {
        var compiled = Compile(rule);
        Assert.That(compiled.Error, Is.Null);
        var resource = (JsonObject)JsonNode.Parse("""
            {"apiVersion":"g/v1","kind":"K","metadata":{"name":"n","labels":{"a":"b"}},
             "text":"abc","choice":null,"count":3,"ratio":1,"flag":true,"port":80,"when":"2021-01-01T00:00:00Z","day":"2021-01-01","span":"1h","blob":"aGVsbG8=",
             "namespace":"ns","a-b.c":1,"labels":{"a.b/c":"d"},"tags":["a","b"],"items":[{"id":"x","v":1},{"id":"y","v":2}],"plain":[1,2],
             "opaque":{"z":1},"inner":{"x":1,"y":2},"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{}}}
            """)!;
        var activation = new CelActivation().With("self", StructuralValues.OfResource(resource, Parse()));
        var result = compiled.Program!.Evaluate(activation, 1_000_000, CancellationToken.None);
        return result.Error is { } error ? "error: " + error : result.Value.ToString();
    }
}
