using System.Text.Json.Nodes;
using Kite.Api.Cel;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.UnitTests.Api.Cel;

/// <summary>Expressions over variables: JSON objects, and values of types with fields.</summary>
internal sealed class VariableTests
{
    private const string Deployment = """
        {
          "metadata": {"name": "web", "labels": {"app": "web", "example.com/tier": "front"}, "annotations": null},
          "spec": {"replicas": 3, "ratio": 0.5, "paused": false, "template": {"spec": {"containers": [
            {"name": "a", "image": "nginx:1"}, {"name": "b", "image": "redis:2", "ports": [{"containerPort": 80}]}]}}},
          "big": 9223372036854775807
        }
        """;

    private static readonly CelEnvironment Environment = new(new CelEnvironmentOptions
    {
        Functions = CelTesting.Functions,
        Types = new SampleTypes(),
        Variables = [new("object", CelType.Dyn), new("missing", CelType.Dyn), new("sample", SampleTypes.Sample), new("authorizer.requestResource", CelType.Int)],
    });

    [TestCase("object.spec.replicas <= 5", "true")]
    [TestCase("object.spec.replicas + 1", "4")]
    [TestCase("object.spec.ratio", "0.5")]
    [TestCase("object.spec.paused", "false")]
    [TestCase("object.big", "9223372036854775807")]
    [TestCase("object.metadata.annotations == null", "true")]
    [TestCase("object.metadata.labels['example.com/tier']", "\"front\"")]
    [TestCase("object.metadata.labels.`example.com/tier`", "\"front\"")]
    [TestCase("'app' in object.metadata.labels", "true")]
    [TestCase("object.metadata.labels.all(k, k.size() > 2)", "true")]
    [TestCase("object.metadata.labels.exists(k, v, k == 'app' && v == 'web')", "true")]
    [TestCase("object.spec.template.spec.containers.map(c, c.name)", "[\"a\", \"b\"]")]
    [TestCase("object.spec.template.spec.containers.all(c, has(c.ports))", "false")]
    [TestCase("object.spec.template.spec.containers.filter(c, has(c.ports)).size()", "1")]
    [TestCase("object.spec.template.spec.containers[1].ports[0].containerPort == 80", "true")]
    [TestCase("object.spec.template.spec.containers[2]", "error: index out of bounds: 2")]
    [TestCase("object.spec.strategy", "error: no such key: strategy")]
    [TestCase("object.metadata.annotations.x", "error: no such key: x")]
    [TestCase("has(object.metadata.annotations.x)", "false")]
    [TestCase("has(object.spec.strategy)", "false")]
    [TestCase("has(object.spec.strategy.type)", "error: no such key: strategy")]
    [TestCase("object.?spec.?strategy.?type.orValue('none')", "\"none\"")]
    [TestCase("object.metadata.labels == {'app': 'web', 'example.com/tier': 'front'}", "true")]
    [TestCase("object.spec.template.spec.containers.exists(c, c.image.startsWith('redis'))", "true")]
    [TestCase("type(object) == map", "true")]
    [TestCase("object.metadata.name.foo", "error: no such key: foo")]
    [TestCase("missing.x", "error: no such attribute(s): missing")]
    [TestCase("authorizer.requestResource + 1", "8")]
    [TestCase("sample.number", "7")]
    [TestCase("has(sample.text)", "false")]
    [TestCase("sample.text", "error: no such key: text")]
    [TestCase("type(sample) == test.Sample", "true")]
    [TestCase("test.Sample{number: 1, text: 'a'}.text", "\"a\"")]
    [TestCase("test.Sample{number: 1} == test.Sample{number: 1}", "true")]
    [TestCase("test.Sample{?number: optional.none(), text: 'a'}.text", "\"a\"")]
    [TestCase("sample == null", "false")]
    [TestCase("null == sample", "false")]
    [TestCase("[sample].exists(s, s.number == 7)", "true")]
    [TestCase("sample.wrong", "compile: ERROR: <input>:1:7: undefined field 'wrong'\n | sample.wrong\n | ......^")]
    [TestCase("test.Sample{number: 'a'}", "compile: ERROR: <input>:1:19: expected type of field 'number' is 'int' but provided type is 'string'\n | test.Sample{number: 'a'}\n | ..................^")]
    [TestCase("int{a: 1}", "compile: ERROR: <input>:1:4: 'int' is not a message type\n | int{a: 1}\n | ...^")]
    public void Values_are_read_as_they_are_asked_for(string expression, string expected)
    {
        var sample = new SampleTypes().Create("test.Sample", [new("number", CelValue.Of(7L))]);
        var activation = new CelActivation().With("object", CelJson.Adapt(JsonNode.Parse(Deployment))).With("sample", sample)
            .With("authorizer.requestResource", CelValue.Of(7L));
        Assert.That(CelTesting.Evaluate(Environment, expression, activation), Is.EqualTo(expected));
    }

    [TestCase("1 + 1", "int")]
    [TestCase("[1]", "list(int)")]
    [TestCase("[]", "list(dyn)")]
    [TestCase("{'a': [1.0]}", "map(string, list(double))")]
    [TestCase("object.x", "dyn")]
    [TestCase("sample.next", "test.Sample")]
    [TestCase("[1].map(x, string(x))", "list(string)")]
    [TestCase("{}.map(k, k)", "list(dyn)")]
    [TestCase("optional.of(1)", "optional_type(int)")]
    [TestCase("object.?x", "optional_type(dyn)")]
    [TestCase("type(1)", "type(int)")]
    [TestCase("timestamp(0) - timestamp(0)", "duration")]
    [TestCase("true ? [1] : []", "list(int)")]
    [TestCase("{'a': 1}.transformMap(k, v, string(v))", "map(string, string)")]
    [TestCase("dyn(1)", "dyn")]
    [TestCase("null", "null")]
    public void The_type_of_an_expression_is_known(string expression, string expected) =>
        Assert.That(Environment.Compile(expression).OutputType.ToString(), Is.EqualTo(expected));
}
