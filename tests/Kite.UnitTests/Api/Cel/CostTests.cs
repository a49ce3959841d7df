using Kite.Api.Cel;
using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.UnitTests.Api.Cel;

/// <summary>What evaluation costs, and what it was estimated to cost: the numbers of cel-go with the options of kube-apiserver.</summary>
internal sealed class CostTests
{
    private static readonly string Long = new('x', 500);

    private static readonly CelEnvironment Environment = new(new CelEnvironmentOptions
    {
        Functions = CelTesting.Functions,
        Types = new SampleTypes(),
        Variables =
        [
            new("a", CelType.Bool), new("b", CelType.Bool), new("n", CelType.Int), new("text", CelType.String), new("text2", CelType.String),
            new("short", CelType.String), new("octets", CelType.Bytes), new("list", CelType.ListOf(CelType.Int)), new("list2", CelType.ListOf(CelType.Int)),
            new("map", CelType.MapOf(CelType.String, CelType.String)), new("sample", SampleTypes.Sample), new("time", CelType.Timestamp),
            new("samples", CelType.ListOf(SampleTypes.Sample)), new("nested", CelType.ListOf(CelType.ListOf(SampleTypes.Sample))),
            new("byName", CelType.MapOf(CelType.String, SampleTypes.Sample)),
            new("byNames", CelType.MapOf(CelType.String, CelType.MapOf(CelType.String, SampleTypes.Sample))), new("any", CelType.Dyn),
        ],
    });

    [TestCase("'Hello World!'", 0UL)]
    [TestCase("list", 1UL)]
    [TestCase("map['key']", 2UL)]
    [TestCase("list[0]", 2UL)]
    [TestCase("map['ke' + 'y']", 3UL)]
    [TestCase("list[3 - 3]", 3UL)]
    [TestCase("sample.number", 2UL)]
    [TestCase("sample.next.number", 3UL)]
    [TestCase("has(sample.number)", 1UL)]
    [TestCase("has(sample.next.number)", 2UL)]
    [TestCase("any.x.y", 3UL)]
    [TestCase("any.?x.?z.orValue(1)", 4UL)]
    [TestCase("[1, 2, 3]", 0UL)]
    [TestCase("[n, 2, 3]", 11UL)]
    [TestCase("{'a': 1}", 0UL)]
    [TestCase("{'a': n}", 31UL)]
    [TestCase("test.Sample{number: 1}", 40UL)]
    [TestCase("test.Sample{number: 1}.number", 42UL)]
    [TestCase("list.all(x, true)", 8UL)]
    [TestCase("[1, 2, 3].all(x, true)", 10UL)]
    [TestCase("list.exists(x, x == 2)", 14UL)]
    [TestCase("list.map(x, x)", 28UL)]
    [TestCase("list.map(x, 1)", 6UL)]
    [TestCase("text.matches('[0-9]')", 103UL)]
    [TestCase("'123'.matches('[0-9]')", 2UL)]
    [TestCase("a || b || a || b", 1UL)]
    [TestCase("a && b", 2UL)]
    [TestCase("1 < 2", 1UL)]
    [TestCase("2 in [1, 2, 3]", 0UL)]
    [TestCase("n in [1, 2, 3]", 1UL)]
    [TestCase("2 in list", 3UL)]
    [TestCase("any in list", 4UL)]
    [TestCase("true ? 1 : 2", 0UL)]
    [TestCase("a ? n : 2", 1UL)]
    [TestCase("a ? sample.number : 2", 2UL)]
    [TestCase("(n > 2 ? samples : samples).all(y, true)", 6UL)]
    [TestCase("byName.all(k, byName[k].number > 3)", 9UL)]
    [TestCase("size(text)", 2UL)]
    [TestCase("'12345678901234567890' == '123456789012345678901234567890'", 2UL)]
    [TestCase("text == text2", 52UL)]
    [TestCase("any == 1", 2UL)]
    [TestCase("string(octets)", 51UL)]
    [TestCase("bytes(text)", 51UL)]
    [TestCase("string(1)", 0UL)]
    [TestCase("text.contains(text2)", 2502UL)]
    [TestCase("short.startsWith(text)", 3UL)]
    [TestCase("short.endsWith(text)", 3UL)]
    [TestCase("short < text", 3UL)]
    [TestCase("text + short", 53UL)]
    [TestCase("(list + list2).all(x, true)", 16UL)]
    [TestCase("(1 > 2 ? 5 : 3) > 1", 2UL)]
    [TestCase("(1 > 2 || 2 > 1) == true", 3UL)]
    [TestCase("[{'k1': n}, {'k2': 2}].all(x, true)", 48UL)]
    [TestCase("time.getFullYear()", 2UL)]
    [TestCase("cel.bind(x, text.size(), x + x)", 5UL)]
    public void Evaluation_costs_what_upstream_charges(string expression, ulong expected)
    {
        var evaluation = Environment.Compile(expression).Program!.Evaluate(Values(), 1_000_000, CancellationToken.None);
        Assert.That(evaluation.Error, Is.Null);
        Assert.That(evaluation.Cost, Is.EqualTo(expected));
    }

    [Test]
    public void Evaluation_ends_when_it_costs_more_than_it_may()
    {
        var program = Environment.Compile("'abcdefg'.contains(short + short)").Program!;
        Assert.That(program.Evaluate(Values(), 4, CancellationToken.None).Outcome, Is.EqualTo(CelOutcome.Value));
        var exceeded = program.Evaluate(Values(), 3, CancellationToken.None);
        Assert.That(exceeded.Outcome, Is.EqualTo(CelOutcome.CostLimitExceeded));
        Assert.That(exceeded.Error, Is.EqualTo("operation cancelled: actual cost limit exceeded"));
    }

    [Test]
    public void Evaluation_ends_when_it_is_cancelled()
    {
        var evaluation = Environment.Compile("list.all(x, true)").Program!.Evaluate(Values(), 1_000_000, new CancellationToken(true));
        Assert.That(evaluation.Outcome, Is.EqualTo(CelOutcome.Cancelled));
        Assert.That(evaluation.Error, Is.EqualTo("operation interrupted"));
    }

    [TestCase("'Hello World!'", "", 0UL, 0UL)]
    [TestCase("list", "", 1UL, 1UL)]
    [TestCase("map['key']", "", 2UL, 2UL)]
    [TestCase("sample.number", "", 2UL, 2UL)]
    [TestCase("has(sample.number)", "", 1UL, 1UL)]
    [TestCase("has(sample.next.number)", "", 2UL, 2UL)]
    [TestCase("time.getFullYear()", "", 2UL, 2UL)]
    [TestCase("[1, 2, 3]", "", 10UL, 10UL)]
    [TestCase("test.Sample{number: 1, text: 'x'}", "", 40UL, 40UL)]
    [TestCase("{'a': 1, 'b': 2}", "", 30UL, 30UL)]
    [TestCase("samples.all(x, true)", "samples=100", 2UL, 302UL)]
    [TestCase("nested.all(x, x.all(y, true))", "nested=50,nested.@items=10", 2UL, 1752UL)]
    [TestCase("[1, 2, 3].all(x, true)", "", 20UL, 20UL)]
    [TestCase("text.matches('[0-9]')", "text=500", 3UL, 103UL)]
    [TestCase("'123'.matches('[0-9]')", "", 2UL, 2UL)]
    [TestCase("a || b || a || b", "", 1UL, 4UL)]
    [TestCase("a && b && a && b", "", 1UL, 4UL)]
    [TestCase("1 == 2", "", 1UL, 1UL)]
    [TestCase("2 in [1, 2, 3]", "", 13UL, 13UL)]
    [TestCase("true ? 1 : 2", "", 0UL, 0UL)]
    [TestCase("size('123')", "", 1UL, 1UL)]
    [TestCase("string(octets)", "octets=500", 1UL, 51UL)]
    [TestCase("string(octets) == string(octets)", "octets=500", 3UL, 152UL)]
    [TestCase("bytes(text)", "text=500", 1UL, 51UL)]
    [TestCase("bytes(text) == bytes(text)", "text=500", 3UL, 302UL)]
    [TestCase("string(1)", "", 1UL, 1UL)]
    [TestCase("text.contains(text2)", "text=500,text2=500", 2UL, 2502UL)]
    [TestCase("text.startsWith(text2)", "text2=500", 2UL, 52UL)]
    [TestCase("text.size()", "", 2UL, 2UL)]
    [TestCase("(n > 2 ? samples : nested[0]).all(y, true)", "samples=1,nested.@items=1", 4UL, 8UL)]
    [TestCase("byName.all(k, byName[k].number > 3)", "byName=10", 2UL, 82UL)]
    [TestCase("byNames.all(k, byNames[k].all(x, true))", "byNames=5,byNames.@values=10", 2UL, 187UL)]
    [TestCase("byNames.all(k, k.contains(k))", "byNames=5,byNames.@keys=10", 2UL, 32UL)]
    [TestCase("byNames.all(k, byNames[k].all(k, true) && k.contains(k))", "byNames=2,byNames.@values=2,byNames.@keys=5", 2UL, 34UL)]
    [TestCase("(list + list2).all(x, true)", "list=10,list2=10", 4UL, 64UL)]
    [TestCase("'abcdefg'.contains(text + text2)", "text=10,text2=10", 2UL, 6UL)]
    [TestCase("list.size() == list2.size()", "", 5UL, 5UL)]
    [TestCase("n > n ? list.size() : list2.size()", "", 5UL, 5UL)]
    [TestCase("text.endsWith('abcdefghijklmnopqrstuvwxyz') == text2.endsWith('abcdefghijklmnopqrstuvwxyz')", "", 9UL, 9UL)]
    [TestCase("((5 != 6) == (1 == 2)) == ((3 <= 4) == (9 != 9))", "", 7UL, 7UL)]
    [TestCase("string(time) == string(time)", "", 5UL, 1844674407370955268UL)]
    [TestCase("time == time", "", 3UL, 3UL)]
    public void Estimates_are_those_of_upstream(string expression, string sizes, ulong min, ulong max)
    {
        var estimate = Environment.Compile(expression).EstimateCost(new Sizes(sizes));
        Assert.That(estimate, Is.EqualTo(new CostEstimate(min, max)));
    }

    [TestCase("variables.a + object.spec.b + size(object.items.map(x, x.c)) + (params.?d.hasValue() ? 1 : 0) + n", "n, object.items, object.spec, params.d, variables.a")]
    [TestCase("object == object.spec", "object, object.spec")]
    public void References_are_the_variables_and_their_fields(string expression, string expected)
    {
        var environment = CelTesting.Environment([.. new[] { "variables", "object", "params", "n" }.Select(name => new CelVariable(name, CelType.Dyn))]);
        var references = environment.Compile(expression).FindReferences().Select(found => found.Field is null ? found.Variable : $"{found.Variable}.{found.Field}");
        Assert.That(string.Join(", ", references.Order(StringComparer.Ordinal)), Is.EqualTo(expected));
    }

    private static CelActivation Values() => new CelActivation()
        .With("a", CelValue.True).With("b", CelValue.True).With("n", CelValue.Of(1L))
        .With("text", CelValue.Of(Long)).With("text2", CelValue.Of(Long)).With("short", CelValue.Of("idc"))
        .With("octets", CelValue.Of(new CelBytes(new byte[500])))
        .With("list", CelValue.Of(CelList.Of(CelValue.Of(1L), CelValue.Of(2L)))).With("list2", CelValue.Of(CelList.Of(CelValue.Of(1L), CelValue.Of(2L))))
        .With("map", CelValue.Of(CelMap.Of(new() { [CelValue.Of("key")] = CelValue.Of("v") })))
        .With("sample", Sample()).With("samples", CelValue.Of(CelList.Of(Sample()))).With("nested", CelValue.Of(CelList.Empty))
        .With("byName", CelValue.Of(CelMap.Of(new() { [CelValue.Of("val")] = Sample() }))).With("byNames", CelValue.Of(CelMap.Empty))
        .With("time", CelValue.Of(new CelTimestamp(0, 0))).With("any", CelJson.Adapt(System.Text.Json.Nodes.JsonNode.Parse("""{"x":{"y":1}}""")));

    private static CelValue Sample()
    {
        var types = new SampleTypes();
        var inner = types.Create("test.Sample", [new("number", CelValue.Of(7L))]);
        return types.Create("test.Sample", [new("number", CelValue.Of(7L)), new("next", inner)]);
    }

    private sealed class Sizes(string hints) : ICelSizeEstimator
    {
        private readonly Dictionary<string, ulong> known = hints.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(hint => hint.Split('='))
            .ToDictionary(hint => hint[0], hint => ulong.Parse(hint[1], System.Globalization.CultureInfo.InvariantCulture));

        public SizeEstimate? EstimateSize(CelCostNode node) => known.TryGetValue(string.Join('.', node.Path), out var max) ? new SizeEstimate(0, max) : null;
    }
}
