namespace Kite.UnitTests.Api.CustomResources.Values;

internal sealed class ValueValidatorTests
{
    private const string IntOrString = """{"type":"object","properties":{"field":{"nullable":true,"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}}}""";
    private const string Bounds = """{"type":"object","properties":{"i":{"type":"integer","minimum":1,"maximum":10,"multipleOf":2},"n":{"type":"number","exclusiveMinimum":true,"minimum":0.5,"maximum":1e6},"s":{"type":"string","minLength":2,"maxLength":4,"pattern":"^[a-z]+$"},"l":{"type":"array","minItems":1,"maxItems":2,"items":{"type":"string"}},"m":{"type":"object","minProperties":1,"maxProperties":2,"additionalProperties":{"type":"integer"}}}}""";

    [TestCase("\"foo\"", "string")]
    [TestCase("42", "integer")]
    [TestCase("true", "boolean")]
    [TestCase("1.2", "number")]
    [TestCase("[]", "array")]
    [TestCase("null", "null")]
    public void A_value_of_another_type_is_named(string value, string type)
    {
        var problems = CustomSamples.Problems("""{"type":"object","properties":{"field":{"type":"object"}}}""", $$"""{"field":{{value}}}""");
        Assert.That(problems, Is.EqualTo(new[] { $"field: Invalid value: \"{type}\": field in body must be of type object: \"{type}\"" }));
    }

    [TestCase("""{"field":null}""")]
    [TestCase("""{"field":42}""")]
    [TestCase("""{"field":"foo"}""")]
    [TestCase("{}")]
    public void An_integer_or_string_may_be_either(string value) => Assert.That(CustomSamples.Problems(IntOrString, value), Is.Empty);

    [Test]
    public void An_integer_or_string_is_nothing_else()
    {
        Assert.That(CustomSamples.Problems(IntOrString, """{"field":1.2}"""), Is.EquivalentTo(new[]
        {
            "<nil>: Invalid value: \"\": \"field\" must validate at least one schema (anyOf)",
            "field: Invalid value: \"number\": field in body must be of type integer,string: \"number\"",
            "field: Invalid value: \"number\": field in body must be of type integer: \"number\"",
        }));
    }

    [Test]
    public void All_of_several_schemas_that_fail_are_counted()
    {
        const string Schema = """{"type":"object","properties":{"field":{"x-kubernetes-int-or-string":true,"allOf":[{"anyOf":[{"type":"integer"},{"type":"string"}]}]}}}""";
        Assert.That(CustomSamples.Problems(Schema, """{"field":true}"""), Is.EquivalentTo(new[]
        {
            "<nil>: Invalid value: \"\": \"field\" must validate all the schemas (allOf). None validated",
            "<nil>: Invalid value: \"\": \"field\" must validate at least one schema (anyOf)",
            "field: Invalid value: \"boolean\": field in body must be of type integer,string: \"boolean\"",
            "field: Invalid value: \"boolean\": field in body must be of type integer: \"boolean\"",
        }));
    }

    [Test]
    public void Required_fields_are_missed_at_any_depth()
    {
        const string Schema = """{"type":"object","required":["field"],"properties":{"field":{"type":"object","required":["nested"],"properties":{"nested":{}}}}}""";
        Assert.That(CustomSamples.Problems(Schema, """{"test":"a"}"""), Is.EqualTo(new[] { "field: Required value" }));
        Assert.That(CustomSamples.Problems(Schema, """{"field":{}}"""), Is.EqualTo(new[] { "field.nested: Required value" }));
    }

    [Test]
    public void Values_outside_an_enumeration_are_not_supported()
    {
        const string Schema = """{"type":"object","properties":{"field":{"type":"object","properties":{"i":{"type":"integer","enum":[1,2]},"s":{"type":"string","enum":["a","b"]}}}}}""";
        Assert.That(CustomSamples.Problems(Schema, """{"field":{"i":"x","s":true}}"""), Is.EquivalentTo(new[]
        {
            "field.i: Invalid value: \"string\": field.i in body must be of type integer: \"string\"",
            "field.i: Unsupported value: \"x\": supported values: \"1\", \"2\"",
            "field.s: Invalid value: \"boolean\": field.s in body must be of type string: \"boolean\"",
            "field.s: Unsupported value: true: supported values: \"a\", \"b\"",
        }));
    }

    [TestCase("""{"i":0}""", "i: Invalid value: 0: i in body should be greater than or equal to 1")]
    [TestCase("""{"i":12}""", "i: Invalid value: 12: i in body should be less than or equal to 10")]
    [TestCase("""{"i":3}""", "i: Invalid value: 3: i in body should be a multiple of 2")]
    [TestCase("""{"n":0.5}""", "n: Invalid value: 0.5: n in body should be greater than 0.5")]
    [TestCase("""{"n":1000000.5}""", "n: Invalid value: 1.0000005e+06: n in body should be less than or equal to 1e+06")]
    [TestCase("""{"s":"a"}""", "s: Invalid value: \"a\": s in body should be at least 2 chars long")]
    [TestCase("""{"s":"abcde"}""", "s: Too long: may not be more than 4 bytes")]
    [TestCase("""{"s":"AB"}""", "s: Invalid value: \"AB\": s in body should match '^[a-z]+$'")]
    [TestCase("""{"l":[]}""", "l: Invalid value: 0: l in body should have at least 1 items")]
    [TestCase("""{"l":["a","b","c"]}""", "l: Too many: 3: must have at most 2 items")]
    [TestCase("""{"l":[1]}""", "l[0]: Invalid value: \"integer\": l[0] in body must be of type string: \"integer\"")]
    [TestCase("""{"m":{}}""", "m: Invalid value: 0: m in body should have at least 1 properties")]
    [TestCase("""{"m":{"a":1,"b":2,"c":3}}""", "m: Too many: 3: must have at most 2 items")]
    [TestCase("""{"m":{"a":"x"}}""", "m.a: Invalid value: \"string\": m.a in body must be of type integer: \"string\"")]
    public void Bounds_are_told(string value, string problem) => Assert.That(CustomSamples.Problems(Bounds, value), Is.EqualTo(new[] { problem }));

    [TestCase("""{"i":2,"n":1,"s":"äöü","l":["a"],"m":{"a":1}}""", 1)]
    [TestCase("""{"i":2.0,"n":1000000,"s":"abc","l":["a"],"m":{"a":1}}""", 0)]
    public void What_is_within_bounds_passes(string value, int count) => Assert.That(CustomSamples.Problems(Bounds, value), Has.Count.EqualTo(count));

    [TestCase("""[{"type":"string"},{"minLength":1}]""", "Found 2 valid alternatives")]
    [TestCase("""[{"minLength":5},{"pattern":"^b"}]""", "Found none valid")]
    public void Exactly_one_of_several_schemas_holds(string schemas, string found)
    {
        var problems = CustomSamples.Problems($$$$$"""{"type":"object","properties":{"s":{"type":"string","oneOf":{{{{{schemas}}}}}}}}""", """{"s":"abc"}""");
        Assert.That(problems, Has.Some.EqualTo($"<nil>: Invalid value: \"\": \"s\" must validate one and only one schema (oneOf). {found}"));
    }

    [Test]
    public void A_schema_that_must_not_hold_is_told() => Assert.That(
        CustomSamples.Problems("""{"type":"object","properties":{"s":{"type":"string","not":{"enum":["a"]}}}}""", """{"s":"a"}"""),
        Is.EqualTo(new[] { "<nil>: Invalid value: \"\": \"s\" must not validate the schema (not)" }));

    [TestCase("date", "2024-02-30", "2024-02-29")]
    [TestCase("date-time", "2024-01-01 10:00:00Z", "2024-01-01T10:00:00.5+01:00")]
    [TestCase("duration", "five", "1h30m")]
    [TestCase("duration", "", "3 days")]
    [TestCase("byte", "a", "aGk=")]
    [TestCase("ipv4", "1.2.3", "1.2.3.4")]
    [TestCase("ipv4", "01.2.3.4", "255.255.255.255")]
    [TestCase("ipv6", "1.2.3.4", "fe80::1")]
    [TestCase("cidr", "10.0.0.0/33", "10.0.0.0/8")]
    [TestCase("uuid", "123", "123e4567-e89b-12d3-a456-426614174000")]
    [TestCase("uuid4", "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-42d3-a456-426614174000")]
    [TestCase("email", "nobody", "a@example.com")]
    [TestCase("hostname", "-a.example.com", "a.example.com")]
    [TestCase("mac", "00:11:22:33:44", "00:11:22:33:44:55")]
    [TestCase("uri", "example", "https://example.com/a?b=c")]
    [TestCase("uri", "http://a b/", "/path")]
    [TestCase("isbn", "0321751044", "0321751043")]
    [TestCase("k8s-short-name", "a.b", "a-b")]
    [TestCase("k8s-long-name", "A.b", "a.b")]
    public void Formats_are_checked(string format, string bad, string good)
    {
        var schema = $$$$$"""{"type":"object","properties":{"s":{"type":"string","format":"{{{{{format}}}}}"}}}""";
        Assert.That(CustomSamples.Problems(schema, $$"""{"s":"{{bad}}"}"""), Is.EqualTo(new[] { $"s: Invalid value: \"{bad}\": s in body must be of type {format}: \"{bad}\"" }));
        Assert.That(CustomSamples.Problems(schema, $$"""{"s":"{{good}}"}"""), Is.Empty);
    }

    [TestCase("int32", "integer", "3000000000")]
    [TestCase("made-up", "string", "\"x\"")]
    public void Formats_that_are_not_known_say_nothing(string format, string type, string value) =>
        Assert.That(CustomSamples.Problems($$$$$"""{"type":"object","properties":{"s":{"type":"{{{{{type}}}}}","format":"{{{{{format}}}}}"}}}""", $$"""{"s":{{value}}}"""), Is.Empty);

    [Test]
    public void What_was_wrong_before_may_stay_while_it_is_not_changed()
    {
        const string Schema = """{"type":"object","properties":{"a":{"type":"string","maxLength":2},"b":{"type":"string","maxLength":2}}}""";
        Assert.That(CustomSamples.Problems(Schema, """{"a":"long","b":"ok"}""", """{"a":"long","b":"x"}"""), Is.Empty);
        Assert.That(CustomSamples.Problems(Schema, """{"a":"longer","b":"ok"}""", """{"a":"long","b":"x"}"""), Has.Count.EqualTo(1));
        Assert.That(CustomSamples.Problems(Schema, """{"a":"long","b":"loong"}""", """{"a":"long","b":"x"}"""), Has.Count.EqualTo(1));
    }

    [TestCase("map", """[{"k":"new","v":"ok"},{"k":"a","v":"long"}]""", 0)]
    [TestCase("map", """[{"k":"new","v":"long"}]""", 1)]
    [TestCase("map", """[{"k":"a","v":"long"}]""", 0)]
    [TestCase("atomic", """[{"k":"a","v":"long"},{"k":"b","v":"ok"}]""", 1)]
    [TestCase("atomic", """[{"k":"a","v":"long"}]""", 0)]
    [TestCase("", """[{"k":"a","v":"long"},{"k":"b","v":"ok"}]""", 1)]
    [TestCase("", """[{"k":"a","v":"long"}]""", 0)]
    [TestCase("", """[{"k":"new","v":"ok"},{"k":"a","v":"long"}]""", 1)]
    public void Items_are_told_apart_as_the_list_says(string listType, string value, int count)
    {
        var list = listType.Length > 0 ? $"\"x-kubernetes-list-type\":\"{listType}\",\"x-kubernetes-list-map-keys\":[\"k\"]," : "";
        var schema = "{\"type\":\"object\",\"properties\":{\"l\":{\"type\":\"array\"," + list + "\"items\":{\"type\":\"object\",\"properties\":{\"k\":{\"type\":\"string\"},\"v\":{\"type\":\"string\",\"maxLength\":2}}}}}}";
        Assert.That(CustomSamples.Problems(schema, $$"""{"l":{{value}}}""", """{"l":[{"k":"a","v":"long"}]}"""), Has.Count.EqualTo(count));
    }

    [Test]
    public void A_field_that_became_required_stays_absent_where_nothing_around_it_changes()
    {
        const string Schema = """{"type":"object","properties":{"a":{"type":"object","required":["x"],"properties":{"x":{"type":"string"},"y":{"type":"string"}}},"b":{"type":"string"}}}""";
        Assert.That(CustomSamples.Problems(Schema, """{"a":{"y":"1"},"b":"new"}""", """{"a":{"y":"1"}}"""), Is.Empty);
        Assert.That(CustomSamples.Problems(Schema, """{"a":{"y":"2"}}""", """{"a":{"y":"1"}}"""), Is.EqualTo(new[] { "a.x: Required value" }));
    }

    [Test]
    public void An_answer_does_not_outgrow_the_object()
    {
        var list = string.Join(',', Enumerable.Repeat("1", 20_000));
        Assert.That(CustomSamples.Problems("""{"type":"object","properties":{"l":{"type":"array","items":{"type":"string"}}}}""", "{\"l\":[" + list + "]}"), Has.Count.EqualTo(500));
    }

    [Test]
    public void A_deep_object_with_a_change_at_its_bottom_is_compared_once()
    {
        const int Depth = 200;
        static string Nested(string bottom) => string.Concat(Enumerable.Repeat("{\"a\":", Depth)) + bottom + new string('}', Depth);
        var schema = string.Concat(Enumerable.Repeat("{\"type\":\"object\",\"properties\":{\"a\":", Depth)) + "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"}}}" + string.Concat(Enumerable.Repeat("}}", Depth));
        var payload = string.Join(',', Enumerable.Range(0, 50_000).Select(at => $"\"f{at}\":{at}"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.That(CustomSamples.Problems(schema, Nested("{" + payload + ",\"x\":1}"), Nested("{" + payload + ",\"x\":2}")), Has.Count.EqualTo(1));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }
}
