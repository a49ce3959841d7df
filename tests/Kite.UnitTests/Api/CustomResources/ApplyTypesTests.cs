using System.Text.Json.Nodes;
using Kite.Api.Apply;
using Kite.Api.Errors;

namespace Kite.UnitTests.Api.CustomResources;

internal sealed class ApplyTypesTests
{
    private const string Schema = """
        {"type":"object","properties":{"spec":{"type":"object","properties":{
          "map":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k","p"],"items":{"type":"object","properties":{"k":{"type":"string"},"p":{"type":"string","default":"TCP"},"v":{"type":"string"}}}},
          "set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
          "plain":{"type":"array","items":{"type":"string"}},
          "atomic":{"type":"object","x-kubernetes-map-type":"atomic","properties":{"a":{"type":"string"},"b":{"type":"string"}}},
          "labels":{"type":"object","additionalProperties":{"type":"string"}},
          "nested":{"type":"object","additionalProperties":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}},
          "any":{"x-kubernetes-preserve-unknown-fields":true},
          "port":{"x-kubernetes-int-or-string":true}}}}}
        """;

    private static readonly FieldManagement Fields = new(ApiFixture.Catalogue.Schema);

    [Test]
    public void Ownership_is_divided_as_the_schema_says()
    {
        var applied = Apply(null, "one", """{"map":[{"k":"a","v":"1"}],"set":["x"],"plain":["y"],"atomic":{"a":"1"},"labels":{"l":"1"},"nested":{"n":["z"]},"any":{"deep":{"er":1}},"port":80}""");
        Assert.That(applied["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString().Replace("\\u0022", "'", StringComparison.Ordinal), Is.EqualTo(
            """{"f:spec":{"f:any":{"f:deep":{".":{},"f:er":{}}},"f:atomic":{},"f:labels":{"f:l":{}},"f:map":{"k:{'k':'a','p':'TCP'}":{".":{},"f:k":{},"f:v":{}}},"f:nested":{"f:n":{".":{},"v:'z'":{}}},"f:plain":{},"f:port":{},"f:set":{"v:'x'":{}}}}"""));
    }

    [Test]
    public void Several_managers_share_lists_by_key_and_value()
    {
        var one = Apply(null, "one", """{"map":[{"k":"a","v":"1"}],"set":["x"]}""");
        var two = Apply(one, "two", """{"map":[{"k":"b","v":"2"}],"set":["y"]}""");
        Assert.That(two["spec"]!.ToJsonString(), Is.EqualTo("""{"map":[{"k":"a","v":"1"},{"k":"b","v":"2"}],"set":["x","y"]}"""));
        var left = Apply(two, "one", "{}");
        Assert.That(left["spec"]!.ToJsonString(), Is.EqualTo("""{"map":[{"k":"b","v":"2"}],"set":["y"]}"""));
    }

    [Test]
    public void What_is_atomic_conflicts_as_a_whole()
    {
        var one = Apply(null, "one", """{"atomic":{"a":"1"},"plain":["x"]}""");
        Assert.That(() => Apply(one, "two", """{"atomic":{"b":"1"}}"""), Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(409));
        Assert.That(() => Apply(one, "two", """{"plain":["x","y"]}"""), Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(409));
    }

    [Test]
    public void An_empty_object_is_owned()
    {
        var applied = Apply(null, "one", "{}");
        Assert.That(applied["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString(), Is.EqualTo("""{"f:spec":{}}"""));
    }

    [Test]
    public void Lists_of_lists_without_end_take_no_time()
    {
        var schema = string.Concat(Enumerable.Repeat("{\"type\":\"array\",\"items\":", 100)) + "{\"type\":\"string\"}" + new string('}', 100);
        var version = CustomSamples.Version("{\"type\":\"object\",\"properties\":{\"l\":" + schema + "}}");
        Assert.That(version.Type.Field("l"), Is.Not.Null);
    }

    [Test]
    public void Nobody_owns_that_there_is_metadata()
    {
        var version = CustomSamples.Version(Schema);
        var created = (JsonObject)CustomSamples.Json(CustomSamples.Widget("\"spec\":{\"labels\":{\"a\":\"b\"}}"))!;
        Fields.AfterUpdate(null, created, new FieldOperation { Type = version.Type, ApiVersion = version.ApiVersion, Manager = "one", Now = DateTimeOffset.UnixEpoch });
        Assert.That(created["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString(), Is.EqualTo("""{"f:spec":{".":{},"f:labels":{".":{},"f:a":{}}}}"""));
    }

    private static JsonObject Apply(JsonObject? live, string manager, string spec)
    {
        var version = CustomSamples.Version(Schema);
        var operation = new FieldOperation { Type = version.Type, ApiVersion = version.ApiVersion, Manager = manager, Now = DateTimeOffset.UnixEpoch };
        return Fields.Apply(live, (JsonObject)CustomSamples.Json(CustomSamples.Widget("\"spec\":" + spec))!, operation, force: false);
    }
}
