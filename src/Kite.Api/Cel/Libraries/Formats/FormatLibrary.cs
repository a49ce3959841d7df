using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Formats;

/// <summary>Checks strings by named formats: <c>format.dns1123Label().validate(name)</c> gives what is wrong, or nothing.</summary>
internal static class FormatLibrary
{
    /// <summary>The largest size of a pattern that estimates assume.</summary>
    private const double MostPattern = 128;

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("format")
    {
        Types = [CelFormat.Type],
        Functions =
        [
            .. NamedFormats.All.Select(format => new CelFunction("format." + format.Key, Constant("format." + format.Key, format.Value))),
            new CelFunction("format.named", CelOverload.Global("format-named", CelType.String, CelType.OptionalOf(CelFormat.Type), Find)) { Estimate = LibraryCosts.One },
            new CelFunction(
                "validate",
                CelOverload.Member("format-validate", CelFormat.Type, CelType.String, CelType.OptionalOf(CelType.ListOf(CelType.String)), Validate))
            {
                Cost = (arguments, _) => LibraryCosts.Matching(arguments[1].Size, ((CelFormat)arguments[0].AsObject).PatternSize),
                Estimate = (sizes, _, arguments) => new CelCallEstimate(
                    sizes.SizeOf(arguments[0]).MultiplyByCostFactor(LibraryCosts.Traversal).MultiplyByCostFactor(MostPattern * LibraryCosts.Pattern)),
            },
        ],
    };

    private static CelOverload Constant(string id, CelFormat format) => new(id, [], CelFormat.Type) { Nullary = () => CelValue.Of(format) };

    private static CelValue Find(CelValue name) =>
        CelValue.Of(NamedFormats.All.TryGetValue(name.AsString, out var format) ? CelOptional.Of(CelValue.Of(format)) : CelOptional.None);

    private static CelValue Validate(CelValue format, CelValue text)
    {
        var problems = ((CelFormat)format.AsObject).Check(text.AsString);
        return CelValue.Of(problems.Count == 0 ? CelOptional.None : CelOptional.Of(CelValue.Of(CelList.Of([.. problems.Select(CelValue.Of)]))));
    }
}
