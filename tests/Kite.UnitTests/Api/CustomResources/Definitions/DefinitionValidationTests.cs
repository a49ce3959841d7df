using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.CustomResources.Definitions;

internal sealed class DefinitionValidationTests
{
    private const string Label = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    [Test]
    public void A_plain_definition_is_fine() => Assert.That(DefinitionSamples.Problems(DefinitionSamples.Of()), Is.Empty);

    [Test]
    public void Names_and_conversion_are_defaulted_and_the_storage_version_is_noted()
    {
        var definition = DefinitionSamples.Of();
        definition["spec"]!["names"] = new JsonObject { ["plural"] = "widgets", ["kind"] = "Widget" };
        var created = DefinitionSamples.Created(definition);
        Assert.That(created["spec"]!["names"]!.ToJsonString(), Is.EqualTo("""{"plural":"widgets","kind":"Widget","singular":"widget","listKind":"WidgetList"}"""));
        Assert.That(created["spec"]!["conversion"]!.ToJsonString(), Is.EqualTo("""{"strategy":"None"}"""));
        Assert.That(created["status"]!["storedVersions"]!.ToJsonString(), Is.EqualTo("""["v1"]"""));
        Assert.That((long)created["metadata"]!["generation"]!, Is.EqualTo(1));
    }

    [TestCase("spec/group", "\"example\"", "spec.group: Invalid value: \"example\": should be a domain with at least one dot")]
    [TestCase("spec/group", "\"\"", "spec.group: Required value")]
    [TestCase("spec/scope", "\"Galaxy\"", "spec.scope: Unsupported value: \"Galaxy\": supported values: \"Cluster\", \"Namespaced\"")]
    [TestCase("spec/names/plural", "\"Widgets\"", "spec.names.plural: Invalid value: \"Widgets\": " + Label)]
    [TestCase("spec/names/kind", "\"Wid_get\"", "spec.names.kind: Invalid value: \"Wid_get\": may have mixed case, but should otherwise match: " + Label)]
    [TestCase("spec/names/listKind", "\"Widget\"", "spec.names.listKind: Invalid value: \"Widget\": kind and listKind may not be the same")]
    [TestCase("spec/names/shortNames", "[\"a\",\"B\"]", "spec.names.shortNames[1]: Invalid value: \"B\": " + Label)]
    [TestCase("spec/names/categories", "[\"-\"]", "spec.names.categories[0]: Invalid value: \"-\": " + Label)]
    [TestCase("spec/versions/0/name", "\"V1\"", "spec.versions[0].name: Invalid value: \"V1\": " + Label)]
    [TestCase("spec/versions/0/storage", "false", "spec.versions: Invalid value: [{\"Name\":\"v1\",\"Served\":true,\"Storage\":false,\"Deprecated\":false,\"DeprecationWarning\":null,\"Schema\":null,\"Subresources\":null,\"AdditionalPrinterColumns\":null,\"SelectableFields\":null}]: must have exactly one version marked as storage version")]
    [TestCase("spec/versions/0/schema", "{}", "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required")]
    [TestCase("spec/versions/0/deprecationWarning", "\"old\"", "spec.versions[0].deprecationWarning: Invalid value: \"old\": can only be set for deprecated versions")]
    [TestCase("spec/preserveUnknownFields", "true", "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead")]
    [TestCase("metadata/name", "\"gadgets.example.com\"", "metadata.name: Invalid value: \"gadgets.example.com\": must be spec.names.plural+\".\"+spec.group")]
    [TestCase("spec/conversion", """{"strategy":"Webhook"}""", "spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook")]
    [TestCase("spec/conversion", """{"strategy":"Webhook"}""", "spec.conversion.conversionReviewVersions: Required value")]
    [TestCase("spec/conversion", """{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v7"],"clientConfig":{"url":"https://a.b"}}}""", "spec.conversion.conversionReviewVersions: Invalid value: [\"v7\"]: must include at least one of v1, v1beta1")]
    [TestCase("spec/conversion", """{"strategy":"None","webhook":{"conversionReviewVersions":["v1"]}}""", "spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook")]
    [TestCase("spec/conversion", """{"strategy":"Other"}""", "spec.conversion.strategy: Unsupported value: \"Other\": supported values: \"None\", \"Webhook\"")]
    public void A_definition_is_checked_in_upstreams_words(string field, string value, string problem) =>
        Assert.That(DefinitionSamples.Problems(With(DefinitionSamples.Of(), field, value)), Does.Contain(problem));

    [TestCase("""  "subresources":{"scale":{"specReplicasPath":"spec.replicas","statusReplicasPath":".spec.x","labelSelectorPath":".metadata.x"}}""",
        "spec.subresources.scale.specReplicasPath: Invalid value: \"spec.replicas\": must be a simple json path starting with .",
        "spec.subresources.scale.statusReplicasPath: Invalid value: \".spec.x\": should be a json path under .status",
        "spec.subresources.scale.labelSelectorPath: Invalid value: \".metadata.x\": should be a json path under either .spec or .status")]
    [TestCase("""  "additionalPrinterColumns":[{"name":"A","type":"text","jsonPath":"spec"},{"name":"","type":"","jsonPath":"","format":"x"}]""",
        "spec.additionalPrinterColumns[0].type: Invalid value: \"text\": must be one of boolean,date,integer,number,string",
        "spec.additionalPrinterColumns[0].JSONPath: Invalid value: \"spec\": must be a simple json path starting with .",
        "spec.additionalPrinterColumns[1].name: Required value",
        "spec.additionalPrinterColumns[1].type: Required value: must be one of boolean,date,integer,number,string",
        "spec.additionalPrinterColumns[1].format: Invalid value: \"x\": must be one of byte,date,date-time,double,float,int32,int64,password",
        "spec.additionalPrinterColumns[1].JSONPath: Required value")]
    [TestCase("""  "selectableFields":[{"jsonPath":".spec.s"},{"jsonPath":".spec.s"},{"jsonPath":".spec"},{"jsonPath":".spec.none"},{"jsonPath":".spec['s']"},{"jsonPath":"spec"}]""",
        "spec.selectableFields[1].jsonPath: Duplicate value: \".spec.s\"",
        "spec.selectableFields[2].jsonPath: Invalid value: \".spec\": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.",
        "spec.selectableFields[3].jsonPath: Invalid value: \".spec.none\": is an invalid path: does not refer to a valid field",
        "spec.selectableFields[4].jsonPath: Invalid value: \".spec['s']\": is an invalid path: array notation is not allowed",
        "spec.selectableFields[5].jsonPath: Invalid value: \"spec\": is an invalid path: expected [ or . but got: spec")]
    public void The_parts_of_a_version_are_checked(string part, params string[] problems) => Assert.That(
        DefinitionSamples.Problems(DefinitionSamples.Of("""{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string"}}}}}""", part)),
        Is.EqualTo(problems));

    [Test]
    public void Versions_that_differ_are_named_by_their_place()
    {
        var definition = DefinitionSamples.Of();
        var second = (JsonObject)definition["spec"]!["versions"]![0]!.DeepClone();
        second["name"] = "v2";
        second["storage"] = false;
        second["schema"]!["openAPIV3Schema"]!["properties"] = DefinitionSamples.Json("""{"a":{}}""");
        ((JsonArray)definition["spec"]!["versions"]!).Add(second);
        Assert.That(DefinitionSamples.Problems(definition), Is.EqualTo(new[] { "spec.versions[1].schema.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields" }));
    }

    [TestCase(null, "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111")]
    [TestCase("yes", "metadata.annotations[api-approved.kubernetes.io]: Invalid value: \"yes\": protected groups must have approval annotation \"api-approved.kubernetes.io\" with either a URL or a reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111")]
    [TestCase("unapproved, experimental", null)]
    [TestCase("https://github.com/kubernetes/kubernetes/pull/1", null)]
    public void Groups_of_the_community_need_approval(string? annotation, string? problem)
    {
        var definition = With(With(DefinitionSamples.Of(), "spec/group", "\"x.k8s.io\""), "metadata/name", "\"widgets.x.k8s.io\"");
        if (annotation is not null) definition["metadata"]!["annotations"] = new JsonObject { ["api-approved.kubernetes.io"] = annotation };
        Assert.That(DefinitionSamples.Problems(definition), Is.EqualTo(problem is null ? [] : new[] { problem }));
    }

    [TestCase("spec/group", "\"other.com\"", "spec.group: Invalid value: \"other.com\": field is immutable")]
    [TestCase("spec/names/plural", "\"others\"", "spec.names.plural: Invalid value: \"others\": field is immutable")]
    [TestCase("spec/names/kind", "\"Other\"", "spec.names.kind: Invalid value: \"Other\": field is immutable")]
    [TestCase("spec/scope", "\"Cluster\"", "spec.scope: Invalid value: \"Cluster\": field is immutable")]
    public void What_names_stored_objects_stays(string field, string value, string problem)
    {
        var old = DefinitionSamples.Created(DefinitionSamples.Of());
        old["status"]!["conditions"] = DefinitionSamples.Json("""[{"type":"Established","status":"True"}]""");
        Assert.That(ApiFixture.ChangeProblems(DefinitionSamples.Kind, old, definition => With(definition, field, value)), Does.Contain(problem));
    }

    [Test]
    public void A_version_that_objects_may_be_stored_in_must_stay()
    {
        var old = DefinitionSamples.Created(DefinitionSamples.Of());
        var changed = ApiFixture.Changed(DefinitionSamples.Kind, old, definition => With(definition, "spec/versions/0/name", "\"v2\""));
        Assert.That(changed["status"]!["storedVersions"]!.ToJsonString(), Is.EqualTo("""["v1","v2"]"""));
        Assert.That((long)changed["metadata"]!["generation"]!, Is.EqualTo(2));
        Assert.That(ApiFixture.ChangeProblems(DefinitionSamples.Kind, old, definition => With(definition, "spec/versions/0/name", "\"v2\"")), Is.EqualTo(new[]
        {
            "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions",
        }));
    }

    [Test]
    public void Formats_that_nobody_knows_are_warned_of()
    {
        var warnings = new List<string>();
        var definition = DefinitionSamples.Of("""{"type":"object","properties":{"a":{"type":"integer","format":"int64"},"b":{"type":"array","items":{"type":"string","format":"made-up"}},"c":{"type":"string","format":"date-time"}}}""");
        ApiFixture.Kind(DefinitionSamples.Kind).Rules.Warn(definition, null, warnings.Add);
        Assert.That(warnings, Is.EqualTo(new[] { "unrecognized format \"made-up\"" }));
    }

    private static JsonObject With(JsonObject definition, string field, string value)
    {
        var steps = field.Split('/');
        JsonNode at = definition;
        foreach (var step in steps[..^1]) at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        at[steps[^1]] = JsonNode.Parse(value);
        return definition;
    }
}
