using System.Text;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

/// <summary>CustomResourceDefinitions and policies that somebody who means no good might send: schemas without end, patterns and expressions that take for ever.</summary>
internal static class HostileDefinitions
{
    private static readonly string[] Patterns =
        ["(a+)+$", "((a{0,100}){0,100}){0,100}", "(a|a|a|a)*b", "[^\\x00-\\x{10FFFF}]", "(?i)k{1000}", "\\pN{500}", "(((((((((((((((((((((((((", "a{1001}", "[[:alpha:]-z]", "(?P<n>a)(?P<n>b)", "\\1", "(?=a)", "\\C", ".*.*.*.*.*.*.*.*x"];

    private static readonly string[] Pieces =
    [
        "self", "oldSelf", "object", "1", "'a'", "true", "null", "[", "]", "{", "}", "(", ")", ",", ".", ":", "?", " + ", " - ", " * ", " == ", " && ", " || ", " in ", "!", "size(", ".all(x, ", ".exists(x, ", ".map(x, ", ".filter(x, ", ".x", ".y[0]",
        ".matches('(a+)+$')", ".replace('a', 'aaaaaaaaaa')", ".split('')", ".join('x')", "cel.bind(x, ", "dyn(", "string(", "quantity('1Gi')", "ip('::1')", "url('http://a')", ".lowerAscii()", "has(self.x)", "9223372036854775807", "1e308", "'\\u0000'", "b'x'", "`a-b`", "@", "#",
    ];

    /// <summary>What to send, and where; to be tried only.</summary>
    public static (string Path, string Body) Next(Random random) => random.Next(3) == 0
        ? ("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?dryRun=All", Policy(random))
        : ("/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All", Definition(random));

    private static string Definition(Random random) => new JsonObject
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = "things.hostile.example.com" },
        ["spec"] = new JsonObject
        {
            ["group"] = "hostile.example.com",
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = "things", ["kind"] = "Thing" },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = "v1",
                ["served"] = true,
                ["storage"] = true,
                ["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["spec"] = Schema(random, random.Next(2, random.Next(20) == 0 ? 60 : 7)) } } },
                ["additionalPrinterColumns"] = new JsonArray(new JsonObject { ["name"] = "x", ["type"] = "string", ["jsonPath"] = HostileValues.Text(random) }),
            }),
        },
    }.ToJsonString();

    private static JsonObject Schema(Random random, int depth)
    {
        var schema = new JsonObject();
        switch (depth <= 0 ? random.Next(3) : random.Next(6))
        {
            case 0:
                (schema["type"], schema["pattern"]) = ("string", Patterns[random.Next(Patterns.Length)]);
                break;
            case 1:
                (schema["type"], schema["maxLength"], schema["format"]) = ("string", random.NextInt64(), HostileValues.Text(random));
                break;
            case 2:
                (schema["type"], schema["minimum"], schema["multipleOf"]) = ("integer", random.NextInt64(long.MinValue, long.MaxValue), random.Next(-1, 3));
                break;
            case 3:
                (schema["type"], schema["items"], schema["maxItems"]) = ("array", Schema(random, depth - 1), random.NextInt64());
                if (random.Next(3) == 0) (schema["x-kubernetes-list-type"], schema["x-kubernetes-list-map-keys"]) = ("map", new JsonArray("a"));
                break;
            case 4:
                (schema["type"], schema["additionalProperties"]) = ("object", Schema(random, depth - 1));
                break;
            default:
                schema["type"] = "object";
                schema["properties"] = new JsonObject(Enumerable.Range(0, random.Next(1, 4)).Select(i => KeyValuePair.Create<string, JsonNode?>(i == 0 ? "x" : $"p{i}", Schema(random, depth - 1))));
                break;
        }
        if (random.Next(4) == 0) schema["default"] = JsonNode.Parse(random.Next(2) == 0 ? "{}" : "[[[[]]]]");
        if (random.Next(3) == 0) schema["x-kubernetes-validations"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (JsonNode)new JsonObject { ["rule"] = Expression(random), ["messageExpression"] = Expression(random) })]);
        if (random.Next(8) == 0) schema["not"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["pattern"] = Patterns[random.Next(Patterns.Length)] }) };
        if (random.Next(10) == 0) schema["x-kubernetes-preserve-unknown-fields"] = true;
        return schema;
    }

    private static string Policy(Random random) => new JsonObject
    {
        ["apiVersion"] = "admissionregistration.k8s.io/v1",
        ["kind"] = "ValidatingAdmissionPolicy",
        ["metadata"] = new JsonObject { ["name"] = "hostile" },
        ["spec"] = new JsonObject
        {
            ["matchConstraints"] = new JsonObject { ["resourceRules"] = new JsonArray(new JsonObject { ["apiGroups"] = new JsonArray("apps"), ["apiVersions"] = new JsonArray("v1"), ["operations"] = new JsonArray("CREATE"), ["resources"] = new JsonArray("deployments") }) },
            ["variables"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(i => (JsonNode)new JsonObject { ["name"] = $"v{i}", ["expression"] = Expression(random) })]),
            ["validations"] = new JsonArray(new JsonObject { ["expression"] = Expression(random), ["messageExpression"] = Expression(random) }),
        },
    }.ToJsonString();

    private static string Expression(Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                return $"{new string('(', random.Next(1, 600))}true";
            case 1:
                var depth = random.Next(1, 40);
                return string.Concat(Enumerable.Range(0, depth).Select(i => $"cel.bind(a{i}, {(i == 0 ? "[1]" : $"[a{i - 1}, a{i - 1}]")}, ")) + $"a{depth - 1} == [a{depth - 1}]" + new string(')', depth);
            case 2:
                return string.Concat(Enumerable.Repeat("self.all(x, ", random.Next(1, 30))) + "true" + new string(')', random.Next(1, 30));
            case 3:
                return $"'{new string('a', random.Next(1, 20_000))}'.matches('{new string('(', 50)}a{new string(')', 50)}{{1,1000}}')";
            default:
                var text = new StringBuilder();
                for (var i = random.Next(1, 20); i > 0; i--) text.Append(Pieces[random.Next(Pieces.Length)]);
                return text.ToString();
        }
    }
}
