namespace Kite.UnitTests.Api.CustomResources.Definitions;

internal sealed class RuleValidationTests
{
    [TestCase("self.a == 'x'")]
    [TestCase("self.l.all(i, i.size() < 5)")]
    [TestCase("self.a == oldSelf.a")]
    public void Rules_that_compile_are_fine(string rule) => Assert.That(Problems(rule), Is.Empty);

    [TestCase("self.b", "ERROR: <input>:1:5: undefined field 'b'")]
    [TestCase("self.a == 1", "ERROR: <input>:1:8: found no matching overload for '_==_' applied to '(string, int)'")]
    [TestCase("self.a", "cel expression must evaluate to a bool")]
    [TestCase("self.a ==", "ERROR: <input>:1:10: Syntax error")]
    public void Rules_that_do_not_compile_are_refused(string rule, string problem)
    {
        var found = Problems(rule).Single();
        Assert.That(found, Does.StartWith("^.x-kubernetes-validations[0].rule: Invalid value: {\"Rule\":\"" + rule + "\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: "));
        Assert.That(found, Does.Contain(problem));
    }

    [TestCase("1", "messageExpression must evaluate to a string")]
    [TestCase("self.none", "messageExpression compilation failed: ERROR: <input>:1:5: undefined field 'none'")]
    public void Messages_that_do_not_compile_are_refused(string expression, string problem) => Assert.That(
        DefinitionSamples.PropertyProblems(Schema("{\"rule\":\"true\",\"messageExpression\":\"" + expression + "\"}")).Single(),
        Does.StartWith("^.x-kubernetes-validations[0].messageExpression: Invalid value: {\"Rule\":\"true\"").And.Contain(problem));

    [Test]
    public void Rules_that_may_cost_too_much_are_refused()
    {
        const string Schema = """{"type":"array","items":{"type":"array","items":{"type":"string"},"x-kubernetes-validations":[{"rule":"self.all(a, self.all(b, a == b))"}]}}""";
        Assert.That(DefinitionSamples.PropertyProblems(Schema), Is.EqualTo(new[]
        {
            "^.items.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
            "^.items.x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema",
            "spec.validation.openAPIV3Schema: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
        }).Or.EqualTo(new[]
        {
            "^.items.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
            "^.items.x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema",
            "^: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
        }));
    }

    [Test]
    public void Bounds_make_rules_cheap() => Assert.That(
        DefinitionSamples.PropertyProblems("""{"type":"array","maxItems":10,"items":{"type":"array","maxItems":10,"items":{"type":"string","maxLength":10},"x-kubernetes-validations":[{"rule":"self.all(a, self.all(b, a == b))"}]}}"""),
        Is.Empty);

    [Test]
    public void The_old_value_is_known_only_where_items_can_be_told_apart()
    {
        Assert.That(
            DefinitionSamples.PropertyProblems("""{"type":"array","maxItems":10,"items":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self == oldSelf"}]}}"""),
            Is.EqualTo(new[] { "^.items.x-kubernetes-validations[0].rule: Invalid value: \"self == oldSelf\": oldSelf cannot be used on the uncorrelatable portion of the schema within ^" }));
        Assert.That(
            DefinitionSamples.PropertyProblems("""{"type":"object","properties":{"a":{"type":"string","maxLength":5}},"x-kubernetes-validations":[{"rule":"true","optionalOldSelf":true}]}"""),
            Is.EqualTo(new[] { "^.x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule" }));
    }

    [Test]
    public void Rules_can_not_see_what_has_no_type() => Assert.That(
        DefinitionSamples.PropertyProblems("""{"x-kubernetes-preserve-unknown-fields":true,"x-kubernetes-validations":[{"rule":"true"}]}"""),
        Is.EqualTo(new[] { "^.x-kubernetes-validations: Internal error: internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations" }));

    [Test]
    public void Defaults_obey_rules() => Assert.That(
        DefinitionSamples.PropertyProblems("""{"type":"string","maxLength":5,"default":"x","x-kubernetes-validations":[{"rule":"self != 'x'"}]}"""),
        Is.EqualTo(new[] { "^.default: Invalid value: \"x\": failed rule: self != 'x'" }));

    [Test]
    public void A_rule_that_is_stored_may_cost_what_it_does()
    {
        const string Schema = """{"type":"object","properties":{"f":{"type":"array","items":{"type":"string","x-kubernetes-validations":[{"rule":"self.contains('x')"}]}}}}""";
        var old = DefinitionSamples.Created(DefinitionSamples.Of(Schema));
        var single = ApiFixture.ChangeProblems(DefinitionSamples.Kind, old, definition => definition["spec"]!["names"]!["shortNames"] = new System.Text.Json.Nodes.JsonArray("w"));
        Assert.That(single, Has.None.Contains("estimated rule cost exceeds"));
    }

    private static IReadOnlyList<string> Problems(string rule) => DefinitionSamples.PropertyProblems(Schema("{\"rule\":\"" + rule + "\"}"));

    private static string Schema(string rule) => "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":10},\"l\":{\"type\":\"array\",\"maxItems\":10,\"items\":{\"type\":\"string\",\"maxLength\":10}}},\"x-kubernetes-validations\":[" + rule + "]}";
}
