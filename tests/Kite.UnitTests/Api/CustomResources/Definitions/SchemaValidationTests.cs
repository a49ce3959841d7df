namespace Kite.UnitTests.Api.CustomResources.Definitions;

internal sealed class SchemaValidationTests
{
    [TestCase("{}", "^.type: Required value: must not be empty at the root")]
    [TestCase("""{"type":"array","items":{"type":"string"}}""", "^.type: Invalid value: \"array\": must be object at the root")]
    [TestCase("""{"type":"object","nullable":true}""", "^.nullable: Forbidden: nullable cannot be true at the root")]
    [TestCase("""{"type":"object","additionalProperties":{"type":"string"}}""", "^.additionalProperties: Forbidden: must not be used at the root")]
    [TestCase("""{"type":"object","properties":{"metadata":{"type":"object","properties":{"labels":{"type":"object"}}}}}""", "^.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified")]
    [TestCase("""{"type":"object","properties":{"metadata":{"type":"string"}}}""", "^.properties[metadata].type: Invalid value: \"string\": must be object")]
    [TestCase("""{"type":"object","properties":{"kind":{"type":"integer"}}}""", "^.properties[kind].type: Invalid value: \"integer\": must be string")]
    [TestCase("""{"type":"object","$schema":"x"}""", "^: Invalid value: \"\": OpenAPIV3Schema 'schema' is not supported")]
    [TestCase("""{"type":"object","properties":{"kind":{"type":"string","default":"a"}}}""", "^.properties[kind].default: Forbidden: must not be set in top-level kind")]
    public void The_root_is_checked(string schema, string problem) => Assert.That(DefinitionSamples.SchemaProblems(schema), Does.Contain(problem));

    [Test]
    public void Names_in_metadata_may_be_restricted() => Assert.That(
        DefinitionSamples.SchemaProblems("""{"type":"object","properties":{"metadata":{"type":"object","properties":{"name":{"type":"string","maxLength":5},"generateName":{"type":"string"}}},"spec":{"type":"object"}}}"""),
        Is.Empty);

    [TestCase("{}", "^.type: Required value: must not be empty for specified object fields")]
    [TestCase("""{"type":"array"}""", "^.items: Required value: must be specified")]
    [TestCase("""{"type":"array","items":{}}""", "^.items.type: Required value: must not be empty for specified array items")]
    [TestCase("""{"type":"array","items":[{"type":"string"}]}""", "^.items: Forbidden: items must be a schema object and not an array")]
    [TestCase("""{"type":"text"}""", "^.type: Unsupported value: \"text\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [TestCase("""{"type":"null"}""", "^.type: Forbidden: type cannot be set to null, use nullable as an alternative")]
    [TestCase("""{"type":"array","uniqueItems":true,"items":{"type":"string"}}""", "^.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic")]
    [TestCase("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}""", "^.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive")]
    [TestCase("""{"type":"string","$ref":"#/x"}""", "^.$ref: Forbidden: $ref is not supported")]
    [TestCase("""{"type":"string","id":"x"}""", "^.id: Forbidden: id is not supported")]
    [TestCase("""{"type":"object","patternProperties":{"a":{"type":"string"}}}""", "^.patternProperties: Forbidden: patternProperties is not supported")]
    [TestCase("""{"type":"object","definitions":{"a":{"type":"string"}}}""", "^.definitions: Forbidden: definitions is not supported")]
    [TestCase("""{"type":"object","dependencies":{"a":["b"]}}""", "^.dependencies: Forbidden: dependencies is not supported")]
    [TestCase("""{"type":"object","x-kubernetes-preserve-unknown-fields":false}""", "^.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined")]
    [TestCase("""{"x-kubernetes-int-or-string":true,"x-kubernetes-preserve-unknown-fields":true}""", "^.x-kubernetes-preserve-unknown-fields: Invalid value: true: must be false if x-kubernetes-int-or-string is true")]
    [TestCase("""{"x-kubernetes-int-or-string":true,"x-kubernetes-embedded-resource":true}""", "^.x-kubernetes-embedded-resource: Invalid value: true: must be false if x-kubernetes-int-or-string is true")]
    [TestCase("""{"x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}""", "^.type: Required value: must be object if x-kubernetes-embedded-resource is true")]
    [TestCase("""{"type":"object","x-kubernetes-embedded-resource":true}""", "^.properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields")]
    [TestCase("""{"type":"string","pattern":"["}""", "^.pattern: Invalid value: \"[\": must be a valid regular expression, but isn't: error parsing regexp: missing closing ]: `[`")]
    public void A_node_is_checked(string schema, string problem) => Assert.That(DefinitionSamples.PropertyProblems(schema), Does.Contain(problem));

    [TestCase("""{"x-kubernetes-int-or-string":true}""")]
    [TestCase("""{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}""")]
    [TestCase("""{"x-kubernetes-int-or-string":true,"allOf":[{"anyOf":[{"type":"integer"},{"type":"string"}]},{"pattern":"^a"}]}""")]
    [TestCase("""{"x-kubernetes-preserve-unknown-fields":true}""")]
    [TestCase("""{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}""")]
    [TestCase("""{"type":"object","properties":{"a":{"type":"string"}},"oneOf":[{"required":["a"]},{"properties":{"a":{"pattern":"^x"}}}]}""")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"}}}}""")]
    [TestCase("""{"type":"object","default":{"a":1},"properties":{"a":{"type":"integer"}}}""")]
    public void What_is_structural_is_fine(string schema) => Assert.That(DefinitionSamples.PropertyProblems(schema), Is.Empty);

    [TestCase("\"type\":\"string\"", "type", "must be empty to be structural")]
    [TestCase("\"description\":\"x\"", "description", "must be empty to be structural")]
    [TestCase("\"title\":\"x\"", "title", "must be empty to be structural")]
    [TestCase("\"nullable\":true", "nullable", "must be false to be structural")]
    [TestCase("\"default\":1", "default", "must be undefined to be structural")]
    [TestCase("\"additionalProperties\":{\"pattern\":\"x\"}", "additionalProperties", "must be undefined to be structural")]
    [TestCase("\"x-kubernetes-int-or-string\":true", "x-kubernetes-int-or-string", "must be false to be structural")]
    [TestCase("\"x-kubernetes-list-type\":\"set\"", "x-kubernetes-list-type", "must be undefined to be structural")]
    [TestCase("\"x-kubernetes-validations\":[{\"rule\":\"true\"}]", "x-kubernetes-validations", "must be empty to be structural")]
    public void Value_validations_say_nothing_of_structure(string says, string field, string detail)
    {
        foreach (var junctor in new[] { "allOf", "anyOf", "oneOf" })
            Assert.That(DefinitionSamples.PropertyProblems("{\"type\":\"object\",\"" + junctor + "\":[{" + says + "}]}"), Does.Contain($"^.{junctor}[0].{field}: Forbidden: {detail}"));
        Assert.That(DefinitionSamples.PropertyProblems("{\"type\":\"object\",\"not\":{" + says + "}}"), Does.Contain($"^.not.{field}: Forbidden: {detail}"));
    }

    [TestCase("""{"type":"object","anyOf":[{"properties":{"a":{"pattern":"x"}}}]}""", "^.properties[a]: Required value: because it is defined in ^.anyOf[0].properties[a]")]
    [TestCase("""{"type":"object","not":{"items":{"pattern":"x"}}}""", "^.items: Required value: because it is defined in ^.not.items")]
    [TestCase("""{"type":"object","allOf":[{"properties":{"metadata":{"maxProperties":1}}}]}""", "^.allOf[0].properties[metadata]: Forbidden: must not be specified in a nested context")]
    public void What_value_validations_speak_of_is_there_outside_of_them(string schema, string problem) => Assert.That(DefinitionSamples.SchemaProblems(schema), Does.Contain(problem));

    [TestCase("""{"type":"string","x-kubernetes-list-type":"set"}""", "^.type: Invalid value: \"string\": must be array if x-kubernetes-list-type is specified")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"bag","items":{"type":"string"}}""", "^.x-kubernetes-list-type: Unsupported value: \"bag\": supported values: \"atomic\", \"set\", \"map\"")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"map","items":{"type":"object"}}""", "^.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map")]
    [TestCase("""{"type":"array","x-kubernetes-list-map-keys":["k"],"items":{"type":"object"}}""", "^.x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"string"}}""", "^.items.type: Invalid value: \"string\": must be object if parent array's x-kubernetes-list-type is map")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object"}}""", "^.x-kubernetes-list-map-keys: Invalid value: [\"k\"]: entries must all be names of item properties")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"}}}}""", "^.items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"object"}}}}""", "^.items.properties[k].type: Invalid value: \"object\": must be a scalar type if parent array's x-kubernetes-list-type is map")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"set","items":{"type":"object"}}""", "^.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set")]
    [TestCase("""{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string","nullable":true}}""", "^.items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is set")]
    [TestCase("""{"type":"string","x-kubernetes-map-type":"atomic"}""", "^.type: Invalid value: \"string\": must be object if x-kubernetes-map-type is specified")]
    public void Lists_and_maps_say_how_they_merge(string schema, string problem) => Assert.That(DefinitionSamples.PropertyProblems(schema), Does.Contain(problem));

    [TestCase("""{"type":"string","default":1}""", "^.default: Invalid value: \"integer\": ^.default in body must be of type string: \"integer\"")]
    [TestCase("""{"type":"object","default":{"a":1},"properties":{"b":{"type":"string"}}}""", "^.default: Invalid value: {\"a\":1}: must not have unknown fields")]
    [TestCase("""{"type":"object","properties":{"a":{"type":"string"}},"default":{"a":1}}""", "^.default.a: Invalid value: \"integer\": a in body must be of type string: \"integer\"")]
    [TestCase("""{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true,"default":{"kind":"Pod"}}""", "^.default.apiVersion: Required value: must not be empty")]
    [TestCase("""{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"metadata":{"type":"object","properties":{"name":{"type":"string","default":"a/b"}}}}}""", "^.properties[metadata].properties[name].default: Invalid value: \"a/b\": must result in valid metadata: metadata.name: Invalid value: \"a/b\": may not contain '/'")]
    public void Defaults_obey_the_schema(string schema, string problem) => Assert.That(
        DefinitionSamples.PropertyProblems(schema).Select(line => line.Replace(" in body", " in body", StringComparison.Ordinal)),
        Does.Contain(problem.Replace("^.default in body", " in body", StringComparison.Ordinal)));

    [TestCase("""[{"rule":" "}]""", "^.x-kubernetes-validations[0].rule: Required value: rule is not specified")]
    [TestCase("""[{"rule":"true","message":" "}]""", "^.x-kubernetes-validations[0].message: Invalid value: \" \": message must be non-empty if specified")]
    [TestCase("""[{"rule":"true","message":"a\nb"}]""", "^.x-kubernetes-validations[0].message: Invalid value: \"a\\nb\": message must not contain line breaks")]
    [TestCase("""[{"rule":"true &&\n true"}]""", "^.x-kubernetes-validations[0].message: Required value: message must be specified if rule contains line breaks")]
    [TestCase("""[{"rule":"true","messageExpression":" "}]""", "^.x-kubernetes-validations[0].messageExpression: Required value: messageExpression must be non-empty if specified")]
    [TestCase("""[{"rule":"true","reason":"Because"}]""", "^.x-kubernetes-validations[0].reason: Unsupported value: \"Because\": supported values: \"FieldValueDuplicate\", \"FieldValueForbidden\", \"FieldValueInvalid\", \"FieldValueRequired\"")]
    [TestCase("""[{"rule":"true","fieldPath":".b"}]""", "^.x-kubernetes-validations[0].fieldPath: Invalid value: \".b\": fieldPath must be a valid path")]
    public void Rules_are_written_properly(string rules, string problem) =>
        Assert.That(DefinitionSamples.PropertyProblems("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"x-kubernetes-validations\":" + rules + "}"), Does.Contain(problem));

    [TestCase("""{"type":"object","anyOf":[{"required":["a"]}]}""", "only [Description Type Format")]
    [TestCase("""{"type":"object","description":"fine","required":["spec"],"x-kubernetes-validations":[{"rule":"true"}]}""", null)]
    public void With_a_status_the_root_says_little(string schema, string? problem)
    {
        var problems = DefinitionSamples.Problems(DefinitionSamples.Of(schema, "\"subresources\":{\"status\":{}}"));
        Assert.That(problems, problem is null ? Is.Empty : Has.Some.Contains(problem));
    }

    [Test]
    public void Schemas_nested_deep_are_checked_in_no_time()
    {
        var schema = string.Concat(Enumerable.Repeat("{\"type\":\"object\",\"properties\":{\"a\":", 100)) + "{\"type\":\"string\"}" + string.Concat(Enumerable.Repeat("}}", 100));
        Assert.That(DefinitionSamples.Problems(DefinitionSamples.Of(schema)), Is.Empty);
    }

    [Test]
    public void An_answer_does_not_outgrow_the_definition() =>
        Assert.That(DefinitionSamples.SchemaProblems("{\"type\":\"object\",\"properties\":{" + string.Join(',', Enumerable.Range(0, 2000).Select(at => $"\"p{at}\":{{}}")) + "}}"), Has.Count.EqualTo(500));

    [TestCase("""{"items":{"type":5}}""", "json: cannot unmarshal number into Go struct field JSONSchemaProps.type of type string")]
    [TestCase("""{"additionalProperties":5}""", "boolean or JSON schema expected")]
    public void Schemas_inside_schemas_are_decoded(string schema, string problem) =>
        Assert.That(() => DefinitionSamples.PropertyProblems(schema), Throws.Exception.With.Message.Contains(problem));

    [Test]
    public void Keys_that_are_there_twice_in_a_default_do_no_harm()
    {
        const string Twice = """{"type":"object","properties":{"a":{"type":"object","default":{"x":1,"x":2},"properties":{"x":{"type":"integer"}}}}}""";
        var text = DefinitionSamples.Of().ToJsonString().Replace("""{"type":"object"}""", Twice, StringComparison.Ordinal);
        Assert.That(ApiFixture.Problems(DefinitionSamples.Kind, text), Is.Empty);
    }
}
