using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Cel;
using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.UnitTests.Api.Cel;

/// <summary>Whatever is written, compiling and evaluating it ends soon and with one of the declared outcomes.</summary>
internal sealed class HostileExpressionTests
{
    private static readonly string[] Pieces =
    [
        "1", "-1", "0", "2u", "1.5", "'a'", "\"b\"", "b'c'", "true", "false", "null", "x", "y", "object", "list", "text", "[", "]", "{", "}", "(", ")", ",", ":", "?",
        ".", ".?", "[?", "+", "-", "*", "/", "%", "!", "==", "!=", "<", "<=", ">", ">=", "&&", "||", " in ", "has(", ".all(x, ", ".exists(x, ", ".map(x, ", ".filter(x, ",
        ".exists_one(x, ", ".optMap(x, ", "cel.bind(x, ", ".size()", "size(", "type(", "int(", "uint(", "string(", "double(", "bytes(", "dyn(", "duration('1h')",
        "timestamp(0)", ".getHours()", ".matches('a+')", ".contains('a')", "optional.of(", "optional.none()", ".value()", ".orValue(1)", "`a-b`", "'\\x4", "'''",
        "9223372036854775807", "-9223372036854775808", "18446744073709551615u", "1e308", "\\", "é", "😀", "\0", "//", "\n", "@", "#", "for", "test.Sample{number: ", "\uD800",
    ];

    private static readonly CelEnvironment Environment = new(new CelEnvironmentOptions
    {
        Functions = CelTesting.Functions,
        Types = new SampleTypes(),
        Variables = [new("object", CelType.Dyn), new("list", CelType.ListOf(CelType.Int)), new("text", CelType.String), new("y", CelType.Int), new("unset", CelType.Dyn)],
    });

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Random_pieces_end_with_a_declared_outcome(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(1, 14); n > 0; n--) text.Append(Pieces[random.Next(Pieces.Length)]);
            Run(text.ToString());
        }
    }

    [TestCase("[{0}, {0}]", "[1]")]
    [TestCase("[{0}] + [{0}]", "[1]")]
    [TestCase("{{'a': {0}, 'b': {0}}}", "{'a': 1}")]
    [TestCase("[1, 2].map(i, {0})", "[1]")]
    [TestCase("[1, 2].transformMap(i, v, {0})", "{1: 1}")]
    [TestCase("[optional.of({0}), optional.of({0})]", "[optional.of(1)]")]
    public void Values_that_share_themselves_over_and_over_are_too_costly_to_compare(string twice, string first)
    {
        // Two values with 2^60 elements each out of sixty small ones.
        static string Nested(string name, string twice, string first, string body)
        {
            for (var i = 60; i > 0; i--) body = $"cel.bind({name}{i}, {string.Format(System.Globalization.CultureInfo.InvariantCulture, twice, $"{name}{i - 1}")}, {body})";
            return $"cel.bind({name}0, {first}, {body})";
        }
        foreach (var comparison in (string[])["a60 == b60", "a60 in [b60]"])
        {
            var compiled = Environment.Compile(Nested("a", twice, first, Nested("b", twice, first, comparison)));
            Assert.That(compiled.Error, Is.Null);
            Assert.That(compiled.Program!.Evaluate(CelActivation.Empty, 1_000_000, CancellationToken.None).Outcome, Is.EqualTo(CelOutcome.CostLimitExceeded), comparison);
        }
    }

    [TestCase(4)]
    [TestCase(5)]
    public void Random_expressions_end_with_a_declared_outcome(int seed)
    {
        var random = new Random(seed);
        var programs = 0;
        for (var i = 0; i < 5_000; i++) programs += Run(Expression(random, 5)) ? 1 : 0;
        Assert.That(programs, Is.GreaterThan(50), "the generator should make expressions that compile");
    }

    [Test]
    public void Doubling_a_string_that_is_not_known_to_be_one_is_ended_by_its_cost() =>
        Expect("[dyn('0123456789')]" + Repeat(".map(x, x + x)", 100), CelOutcome.CostLimitExceeded);

    [Test]
    public void Doubling_a_string_is_ended_by_its_cost() => Expect("['0123456789']" + Repeat(".map(x, x + x)", 100), CelOutcome.CostLimitExceeded);

    [Test]
    public void Doubling_a_list_makes_no_elements() => Expect("[[1, 2]]" + Repeat(".map(x, x + x)", 20) + "[0][1000000]", CelOutcome.Value);

    [Test]
    public void A_list_that_can_not_be_counted_is_an_error() => Expect("[[1, 2]]" + Repeat(".map(x, x + x)", 60) + "[0].size()", CelOutcome.Error);

    [Test]
    public void Visiting_a_large_list_is_ended_by_its_cost() => Expect("[[1, 2]]" + Repeat(".map(x, x + x)", 25) + "[0].all(x, x > 0)", CelOutcome.CostLimitExceeded);

    [Test]
    public void Nested_loops_are_ended_by_their_cost() => Expect(
        string.Concat(Enumerable.Range(0, 12).Select(i => $"[1, 2, 3, 4, 5, 6, 7, 8, 9].all(x{i}, ")) + "true" + new string(')', 12),
        CelOutcome.CostLimitExceeded);

    [Test]
    public void Optional_macros_upon_each_other_compile_soon_and_are_ended_by_their_cost() =>
        Expect("optional.of(y)" + Repeat(".optMap(x, x + 1)", 40) + ".value()", CelOutcome.CostLimitExceeded);

    [TestCase("(", "1", ")", 249)]
    [TestCase("[", "1", "]", 249)]
    [TestCase("!(", "true", ")", 240)]
    [TestCase("size([", "1", "])", 120)]
    [TestCase("[1].map(x, ", "1", ")", 80)]
    [TestCase("true ? 1 : (", "1", ")", 120)]
    [TestCase("dyn({'a': ", "1", "}.a)", 80)]
    public void The_deepest_expressions_need_a_small_stack(string open, string inner, string close, int depth)
    {
        var text = Repeat(open, depth) + inner + Repeat(close, depth);
        var outcome = default(CelOutcome?);
        var thread = new Thread(() => outcome = Compile(text).Program!.Evaluate(Activation(), 1_000_000, CancellationToken.None).Outcome, 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.That(outcome, Is.EqualTo(CelOutcome.Value));
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static CelCompilation Compile(string text)
    {
        var compiled = Environment.Compile(text);
        if (compiled.Program is null) Assert.That(compiled.Error, Is.Not.Empty, text);
        else compiled.EstimateCost(new UnknownSizes());
        return compiled;
    }

    private static void Expect(string text, CelOutcome outcome)
    {
        var watch = Stopwatch.StartNew();
        var compiled = Compile(text);
        Assert.That(compiled.Error, Is.Null);
        Assert.That(compiled.Program!.Evaluate(Activation(), 1_000_000, CancellationToken.None).Outcome, Is.EqualTo(outcome));
        // What isn't kept short takes years.
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    private static bool Run(string text)
    {
        try
        {
            var compiled = Compile(text);
            if (compiled.Program is null) return false;
            var evaluation = compiled.Program.Evaluate(Activation(), 100_000, CancellationToken.None);
            Assert.That(evaluation.Outcome is CelOutcome.Value, Is.EqualTo(evaluation.Error is null), text);
            evaluation.Value.ToString();
            return true;
        }
        catch (Exception e) when (e is not AssertionException)
        {
            throw new InvalidOperationException($"{text}: {e.Message}", e);
        }
    }

    private static CelActivation Activation() => new CelActivation()
        .With("object", CelJson.Adapt(JsonNode.Parse("""{"a":{"b":[1,2.5,"c",null,true]},"size":3}""")))
        .With("list", CelValue.Of(CelList.Of(CelValue.Of(1L), CelValue.Of(2L)))).With("text", CelValue.Of("täxt😀")).With("y", CelValue.Of(3L));

    private static string Expression(Random random, int depth)
    {
        if (depth == 0) return Leaf(random);
        string Next() => Expression(random, depth - random.Next(1, 3) is > 0 and var rest ? rest : 0);
        return random.Next(18) switch
        {
            0 => $"({Next()} + {Next()})",
            1 => $"({Next()} * {Next()} - {Next()})",
            2 => $"{Next()} == {Next()}",
            3 => $"({Next()} < {Next()})",
            4 => $"({Next()} && {Next()})",
            5 => $"({Next()} || !{Next()})",
            6 => $"({Next()} ? {Next()} : {Next()})",
            7 => $"[{Next()}, {Next()}]",
            8 => $"{{'a': {Next()}}}.a",
            9 => $"dyn({Next()})",
            10 => $"list.map(x, {Next()})",
            11 => $"[{Next()}].all(x, {Next()})",
            12 => $"[{Next()}].exists(x, {Next()})",
            13 => $"size({Next()})",
            14 => $"string({Next()})",
            15 => $"({Next()} in [{Next()}])",
            16 => $"cel.bind(z, {Next()}, {Next()})",
            _ => $"optional.of({Next()}).optMap(x, {Next()}).orValue({Next()})",
        };
    }

    private static string Leaf(Random random) => random.Next(14) switch
    {
        0 => "1",
        1 => "y",
        2 => "'a'",
        3 => "text",
        4 => "true",
        5 => "2.5",
        6 => "list",
        7 => "object.a.b",
        8 => "object.?z",
        9 => "unset",
        10 => "9223372036854775807",
        11 => "null",
        12 => "duration('1s')",
        _ => "3u",
    };

    private sealed class UnknownSizes : ICelSizeEstimator
    {
        public SizeEstimate? EstimateSize(CelCostNode node) => null;
    }
}
