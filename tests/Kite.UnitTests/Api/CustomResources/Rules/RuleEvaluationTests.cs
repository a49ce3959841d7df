namespace Kite.UnitTests.Api.CustomResources.Rules;

internal sealed class RuleEvaluationTests
{
    [TestCase("self.replicas <= self.max", """{"replicas":1,"max":2}""", null)]
    [TestCase("self.replicas <= self.max", """{"replicas":3,"max":2}""", "spec: Invalid value: failed rule: self.replicas <= self.max")]
    [TestCase("has(self.name) && self.name.startsWith('a')", """{"name":"b"}""", "spec: Invalid value: failed rule: has(self.name) && self.name.startsWith('a')")]
    [TestCase("self.list.all(x, x.startsWith('a'))", """{"list":["a","b"]}""", "spec: Invalid value: failed rule: self.list.all(x, x.startsWith('a'))")]
    [TestCase("self.map['x'] == 1", """{"map":{"y":1}}""", "spec: Invalid value: \"object\": no such key: x evaluating rule: self.map['x'] == 1")]
    [TestCase("self.port > 1", """{"port":"http"}""", "spec: Invalid value: \"object\": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: self.port > 1")]
    [TestCase("quantity(self.name).isGreaterThan(quantity('1Gi'))", """{"name":"2Gi"}""", null)]
    public void Rules_are_evaluated(string rule, string spec, string? problem)
    {
        var version = CustomSamples.Version(Spec("{\"rule\":" + Text(rule) + "}"));
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"spec\":" + spec)), Is.EqualTo(problem is null ? [] : new[] { problem }));
    }

    [TestCase("\"message\":\" too many \"", "spec: Invalid value: too many")]
    [TestCase("\"messageExpression\":\"'at most ' + string(self.max)\"", "spec: Invalid value: at most 2")]
    [TestCase("\"message\":\"m\",\"messageExpression\":\"self.map['none'] == 1 ? 'a' : 'b'\"", "spec: Invalid value: m")]
    [TestCase("\"message\":\"m\",\"messageExpression\":\"'a\\\\nb'\"", "spec: Invalid value: m")]
    [TestCase("\"message\":\"m\",\"messageExpression\":\"' '\"", "spec: Invalid value: m")]
    [TestCase("\"message\":\"m\",\"reason\":\"FieldValueForbidden\"", "spec: Forbidden: m")]
    [TestCase("\"message\":\"m\",\"reason\":\"FieldValueRequired\",\"fieldPath\":\".replicas\"", "spec.replicas: Required value: m")]
    [TestCase("\"message\":\"m\",\"reason\":\"FieldValueDuplicate\"", "spec: Duplicate value")]
    [TestCase("\"message\":\"m\",\"fieldPath\":\".map['a.b']\"", "spec.map[a.b]: Invalid value: m")]
    public void Failures_are_told_as_the_rule_says(string more, string problem)
    {
        var version = CustomSamples.Version(Spec("{\"rule\":\"self.replicas <= self.max\"," + more + "}"));
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"spec\":{\"replicas\":3,\"max\":2,\"map\":{}}")), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void A_scalar_is_shown()
    {
        var version = CustomSamples.Version("""{"type":"object","properties":{"a":{"type":"string","x-kubernetes-validations":[{"rule":"self != 'x'"}]}}}""");
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"a\":\"x\"")), Is.EqualTo(new[] { "a: Invalid value: \"x\": failed rule: self != 'x'" }));
    }

    [Test]
    public void Transition_rules_count_where_there_was_a_value()
    {
        var version = CustomSamples.Version("""{"type":"object","properties":{"a":{"type":"string","x-kubernetes-validations":[{"rule":"self == oldSelf","message":"immutable"}]}}}""");
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"a\":\"x\"")), Is.Empty);
        Assert.That(CustomSamples.UpdateProblems(version, CustomSamples.Widget("\"a\":\"y\""), CustomSamples.Widget("\"a\":\"x\"")), Is.EqualTo(new[] { "a: Invalid value: \"y\": immutable" }));
        Assert.That(CustomSamples.UpdateProblems(version, CustomSamples.Widget("\"a\":\"y\""), CustomSamples.Widget("\"b\":\"x\"")), Is.Empty);
    }

    [Test]
    public void An_optional_old_value_makes_a_transition_rule_count_on_creation()
    {
        var version = CustomSamples.Version("""{"type":"object","properties":{"a":{"type":"string","x-kubernetes-validations":[{"rule":"oldSelf.hasValue() || self == 'start'","optionalOldSelf":true}]}}}""");
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"a\":\"x\"")), Has.Count.EqualTo(1));
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"a\":\"start\"")), Is.Empty);
        Assert.That(CustomSamples.UpdateProblems(version, CustomSamples.Widget("\"a\":\"y\""), CustomSamples.Widget("\"a\":\"x\"")), Is.Empty);
    }

    [Test]
    public void Items_of_a_list_of_type_map_are_compared_by_key()
    {
        const string Schema = """{"type":"object","properties":{"l":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"integer","x-kubernetes-validations":[{"rule":"self >= oldSelf"}]}}}}}}""";
        var version = CustomSamples.Version(Schema);
        var old = CustomSamples.Widget("\"l\":[{\"k\":\"a\",\"v\":5},{\"k\":\"b\",\"v\":1}]");
        Assert.That(CustomSamples.UpdateProblems(version, CustomSamples.Widget("\"l\":[{\"k\":\"b\",\"v\":1},{\"k\":\"a\",\"v\":4},{\"k\":\"c\",\"v\":0}]"), old), Is.EqualTo(new[] { "l[1].v: Invalid value: 4: failed rule: self >= oldSelf" }));
    }

    [Test]
    public void What_does_not_change_needs_not_obey_new_rules()
    {
        var version = CustomSamples.Version("""{"type":"object","properties":{"a":{"type":"string","x-kubernetes-validations":[{"rule":"self == 'x'"}]},"b":{"type":"string"}}}""");
        Assert.That(CustomSamples.UpdateProblems(version, CustomSamples.Widget("\"a\":\"bad\",\"b\":\"1\""), CustomSamples.Widget("\"a\":\"bad\"")), Is.Empty);
        Assert.That(CustomSamples.UpdateProblems(version, CustomSamples.Widget("\"a\":\"worse\""), CustomSamples.Widget("\"a\":\"bad\"")), Has.Count.EqualTo(1));
    }

    [Test]
    public void Rules_at_the_root_see_names()
    {
        var version = CustomSamples.Version("""{"type":"object","x-kubernetes-validations":[{"rule":"self.metadata.name.startsWith('x') && self.kind == 'Widget'","message":"named badly"}]}""");
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"a\":1")), Is.EqualTo(new[] { "<nil>: Invalid value: named badly" }));
    }

    [Test]
    public void Rules_wait_until_the_object_has_the_shape_that_they_count_on()
    {
        var version = CustomSamples.Version(Spec("{\"rule\":\"self.replicas <= self.max\"}"));
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"spec\":{\"replicas\":\"x\"}")), Is.EqualTo(new[]
        {
            "spec.replicas: Invalid value: \"string\": spec.replicas in body must be of type integer: \"string\"",
            "<nil>: Invalid value: \"null\": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
        }));
    }

    [Test]
    public void A_rule_that_costs_too_much_ends_all()
    {
        var version = CustomSamples.Version("""{"type":"object","properties":{"l":{"type":"array","items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(a, self.all(b, self.all(c, a + b + c >= 0)))"}]}}}""");
        var list = string.Join(',', Enumerable.Range(0, 1000));
        Assert.That(CustomSamples.CreateProblems(version, CustomSamples.Widget("\"l\":[" + list + "]")), Is.EqualTo(new[]
        {
            "l: Invalid value: \"array\": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: self.all(a, self.all(b, self.all(c, a + b + c >= 0)))",
        }));
    }

    [Test]
    public void All_rules_together_cost_what_one_object_may()
    {
        var version = CustomSamples.Version("""{"type":"object","properties":{"l":{"type":"array","items":{"type":"array","items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(a, self.all(b, a + b >= 0))"}]}}}}""");
        var row = "[" + string.Join(',', Enumerable.Range(0, 300)) + "]";
        var problems = CustomSamples.CreateProblems(version, CustomSamples.Widget("\"l\":[" + string.Join(',', Enumerable.Repeat(row, 40)) + "]"));
        Assert.That(problems.Single(), Does.Contain("validation failed due to running out of cost budget, no further validation rules will be run"));
    }

    private static string Spec(string rule) =>
        "{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"x-kubernetes-validations\":[" + rule + "],\"properties\":{\"replicas\":{\"type\":\"integer\"},\"max\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"}," +
        "\"list\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"map\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}},\"port\":{\"x-kubernetes-int-or-string\":true}}}}}";

    private static string Text(string text) => System.Text.Json.Nodes.JsonValue.Create(text).ToJsonString();
}
