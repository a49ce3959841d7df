namespace Kite.UnitTests.Api.CustomResources;

internal sealed class CustomResourceRulesTests
{
    private const string Schema = """{"type":"object","properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer"},"set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},"map":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"string"}}}},"e":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}}},"status":{"type":"object","properties":{"replicas":{"type":"integer"},"selector":{"type":"string"}}}}}""";
    private const string Subresources = """  "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}}""";

    [Test]
    public void Creation_drops_the_status_where_it_is_a_subresource_and_counts_from_one()
    {
        var created = CustomSamples.Decode(CustomSamples.Version(Schema, Subresources), CustomSamples.Widget("\"status\":{\"replicas\":1}")).Value;
        CustomSamples.Version(Schema, Subresources).Rules.PrepareForCreate(created);
        Assert.That(created.ContainsKey("status"), Is.False);
        Assert.That((long)created["metadata"]!["generation"]!, Is.EqualTo(1));
    }

    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public void A_change_of_the_status_counts_only_where_it_is_no_subresource(bool hasStatus, long generation)
    {
        var version = CustomSamples.Version(Schema, hasStatus ? Subresources : "");
        var old = CustomSamples.Decode(version, CustomSamples.Widget("\"spec\":{\"replicas\":1}")).Value;
        old["metadata"]!["generation"] = 1L;
        var value = CustomSamples.Decode(version, CustomSamples.Widget("\"spec\":{\"replicas\":1},\"status\":{\"replicas\":1}")).Value;
        version.Rules.PrepareForUpdate(value, old, "");
        Assert.That((long)value["metadata"]!["generation"]!, Is.EqualTo(generation));
        Assert.That(value.ContainsKey("status"), Is.EqualTo(!hasStatus));
    }

    [Test]
    public void The_status_path_changes_the_status_alone()
    {
        var version = CustomSamples.Version(Schema, Subresources);
        var old = CustomSamples.Decode(version, CustomSamples.Widget("\"spec\":{\"replicas\":1}")).Value;
        var value = CustomSamples.Decode(version, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w","namespace":"n","labels":{"a":"b"}},"spec":{"replicas":9},"status":{"replicas":1}}""").Value;
        version.Rules.PrepareForUpdate(value, old, "status");
        Assert.That(value["metadata"]!["labels"], Is.Null);
        Assert.That((long)value["spec"]!["replicas"]!, Is.EqualTo(1));
        Assert.That((long)value["status"]!["replicas"]!, Is.EqualTo(1));
    }

    [TestCase("""  "spec":{"replicas":-1}""", "spec.replicas: Invalid value: -1: should be a non-negative integer")]
    [TestCase("""  "spec":{"replicas":3000000000}""", "spec.replicas: Invalid value: 3000000000: should be less than or equal to 2147483647")]
    [TestCase("""  "spec":{"set":["a","b","a","a"]}""", "spec.set[2]: Duplicate value: \"a\"")]
    [TestCase("""  "spec":{"map":[{"k":"a"},{"k":"a","v":"x"}]}""", "spec.map[1]: Duplicate value: {\"k\":\"a\"}")]
    [TestCase("""  "spec":{"e":{"kind":"Pod"}}""", "spec.e.apiVersion: Required value: must not be empty")]
    [TestCase("""  "spec":{"e":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a/b"}}}""", "spec.e.metadata.name: Invalid value: \"a/b\": may not contain '/'")]
    public void Objects_are_checked(string fields, string problem) =>
        Assert.That(CustomSamples.CreateProblems(CustomSamples.Version(Schema, Subresources), CustomSamples.Widget(fields)), Is.EqualTo(new[] { problem }));

    [Test]
    public void An_object_of_another_kind_is_refused() => Assert.That(
        CustomSamples.CreateProblems(CustomSamples.Version(Schema), """{"apiVersion":"example.com/v1","kind":"Other","metadata":{"name":"w","namespace":"n"}}"""),
        Is.EqualTo(new[] { "kind: Invalid value: \"Other\": must be Widget" }));

    [Test]
    public void Duplicates_that_were_there_before_may_stay()
    {
        var version = CustomSamples.Version(Schema);
        var old = CustomSamples.Widget("\"spec\":{\"set\":[\"a\",\"a\"]}");
        Assert.That(CustomSamples.UpdateProblems(version, CustomSamples.Widget("\"spec\":{\"set\":[\"a\",\"a\",\"b\"]}"), old), Is.Empty);
        Assert.That(CustomSamples.UpdateProblems(version, old, CustomSamples.Widget("\"spec\":{\"set\":[\"a\"]}")), Is.EqualTo(new[] { "spec.set[1]: Duplicate value: \"a\"" }));
    }

    [Test]
    public void The_status_is_checked_where_it_is_written() => Assert.That(
        CustomSamples.UpdateProblems(CustomSamples.Version(Schema, Subresources), CustomSamples.Widget("\"status\":{\"selector\":1}"), CustomSamples.Widget("\"spec\":{}"), "status"),
        Has.Some.EqualTo("status.selector: Invalid value: \"integer\": selector in body must be of type string: \"integer\""));
}
