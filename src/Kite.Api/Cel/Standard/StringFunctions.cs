using Kite.Api.Cel.Evaluation;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Tests of strings.</summary>
internal static class StringFunctions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new("contains", new CelOverload("contains_string", [CelType.String, CelType.String], CelType.Bool, true)
        {
            Cost = StandardCosts.Product,
            Estimate = StandardCosts.EstimateContains,
        })
        {
            Binary = Test((text, part) => text.Contains(part, StringComparison.Ordinal)),
        },
        new("endsWith", Affix("ends_with_string")) { Binary = Test((text, part) => text.EndsWith(part, StringComparison.Ordinal)) },
        new("startsWith", Affix("starts_with_string")) { Binary = Test((text, part) => text.StartsWith(part, StringComparison.Ordinal)) },
        new(
            "matches",
            new CelOverload("matches", [CelType.String, CelType.String], CelType.Bool),
            new CelOverload("matches_string", [CelType.String, CelType.String], CelType.Bool, true)
            {
                Cost = StandardCosts.Matching,
                Estimate = StandardCosts.EstimateMatching,
            })
        {
            Binary = Matches,
        },
    ];

    private static CelOverload Affix(string id) => new(id, [CelType.String, CelType.String], CelType.Bool, true)
    {
        Cost = StandardCosts.First,
        Estimate = StandardCosts.EstimateArgument,
    };

    private static Func<CelValue, CelValue, CelValue> Test(Func<string, string, bool> test) => (text, part) =>
        text.Kind is CelKind.String && part.Kind is CelKind.String ? CelValue.Of(test(text.AsString, part.AsString)) : CelValue.NoSuchOverload();

    private static CelValue Matches(CelValue text, CelValue pattern) => text.Kind is CelKind.String && pattern.Kind is CelKind.String
        ? Patterns.Matches(text.AsString, pattern.AsString)
        : Unsupported.By("matches", text, CelKind.String);
}
