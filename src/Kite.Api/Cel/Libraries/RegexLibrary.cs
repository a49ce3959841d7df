using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;
using Kite.Api.RegularExpressions;

namespace Kite.Api.Cel.Libraries;

/// <summary>Looks for a pattern in a string: <c>find</c> and <c>findAll</c>.</summary>
internal static class RegexLibrary
{
    private static readonly CelType Strings = CelType.ListOf(CelType.String);

    /// <summary>The library.</summary>
    /// <param name="expressions">Where compiled patterns are kept.</param>
    internal static CelLibrary Create(RegularExpressionCache expressions) => new("kubernetes.regex")
    {
        Functions =
        [
            new CelFunction("find", CelOverload.Member("string_find_string", CelType.String, CelType.String, CelType.String, (text, pattern) => Find(expressions, text, pattern)))
            {
                Cost = Cost,
                Estimate = Estimate,
                CheckConstant = Check,
            },
            new CelFunction(
                "findAll",
                CelOverload.Member("string_find_all_string", CelType.String, CelType.String, Strings, (text, pattern) => FindAll(expressions, text, pattern, -1)),
                new CelOverload("string_find_all_string_int", [CelType.String, CelType.String, CelType.Int], Strings, true)
                {
                    Variadic = arguments => FindAll(expressions, arguments[0], arguments[1], arguments[2].AsInt),
                })
            {
                Cost = Cost,
                Estimate = Estimate,
                CheckConstant = Check,
            },
        ],
    };

    private static ulong Cost(ReadOnlySpan<CelValue> arguments, CelValue result) => LibraryCosts.Matching(arguments[0].Size, arguments[1].Size);

    private static CelCallEstimate? Estimate(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        if (target is null || arguments.Count == 0) return null;
        var size = sizes.SizeOf(target);
        var text = size.Add(SizeEstimate.Fixed(1)).MultiplyByCostFactor(LibraryCosts.Traversal);
        var pattern = sizes.SizeOf(arguments[0]).MultiplyByCostFactor(LibraryCosts.Pattern);
        return new CelCallEstimate(text.Multiply(pattern), new SizeEstimate(0, size.Max));
    }

    private static string? Check(int index, CelValue constant) =>
        index == 1 && constant.Kind is CelKind.String && !RegularExpression.TryCompile(constant.AsString, out _, out var error) ? error : null;

    private static CelValue Find(RegularExpressionCache expressions, CelValue text, CelValue pattern)
    {
        if (!TryGet(expressions, pattern, out var expression, out var error)) return error;
        return CelValue.Of(expression.TryFind(text.AsString, out var index, out var length) ? text.AsString.Substring(index, length) : "");
    }

    private static CelValue FindAll(RegularExpressionCache expressions, CelValue text, CelValue pattern, long limit)
    {
        if (!TryGet(expressions, pattern, out var expression, out var error)) return error;
        return CelValue.Of(CelList.Of([.. expression.FindAll(text.AsString, limit).Select(CelValue.Of)]));
    }

    private static bool TryGet(RegularExpressionCache expressions, CelValue pattern, out RegularExpression expression, out CelValue error)
    {
        (expression, error) = (null!, default);
        try
        {
            expression = expressions.Get(pattern.AsString);
            return true;
        }
        catch (RegularExpressionException e)
        {
            error = CelValue.Error($"Illegal regex: {e.Message}");
            return false;
        }
    }
}
