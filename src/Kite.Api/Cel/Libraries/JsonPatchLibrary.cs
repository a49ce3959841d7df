using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries;

/// <summary>Writes keys for paths of JSON patches: <c>jsonpatch.escapeKey</c>.</summary>
internal static class JsonPatchLibrary
{
    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.jsonpatch")
    {
        Functions =
        [
            new CelFunction("jsonpatch.escapeKey", CelOverload.Global("string_jsonpatch_escapeKey_string", CelType.String, CelType.String, Escape))
            {
                Cost = LibraryCosts.Reading(LibraryCosts.Traversal),
                Estimate = (sizes, _, arguments) =>
                {
                    var size = sizes.SizeOf(arguments[0]);
                    return new CelCallEstimate(size.MultiplyByCostFactor(LibraryCosts.Traversal), size);
                },
            },
        ],
    };

    private static CelValue Escape(CelValue key) =>
        CelValue.Of(key.AsString.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
