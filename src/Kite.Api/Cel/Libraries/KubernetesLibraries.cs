using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Libraries.Authorization;
using Kite.Api.Cel.Libraries.Formats;
using Kite.Api.Cel.Libraries.Networks;
using Kite.Api.Cel.Libraries.Strings;
using Kite.Api.Cel.Libraries.Urls;
using Kite.Api.Cel.Libraries.Versions;
using Kite.Api.Cel.Standard;
using Kite.Api.RegularExpressions;

namespace Kite.Api.Cel.Libraries;

/// <summary>
/// The functions that expressions may use in the places where the API takes them. All places share one set; what differs is which
/// variables there are (<c>authorizer</c> only in admission and authentication). Mutating policies have <c>jsonpatch.escapeKey</c> besides.
/// Registries are costly to make: keep one of each for the process.
/// </summary>
public static class KubernetesLibraries
{
    private static readonly Lazy<CelFunctionRegistry> ForAll = new(() => Base(new RegularExpressionCache()));

    /// <summary>The functions of <see cref="Base"/>, made once for the process when they are first needed.</summary>
    public static CelFunctionRegistry Shared => ForAll.Value;

    /// <summary>The functions for rules of CustomResourceDefinitions, validating policies, match conditions and the like.</summary>
    /// <param name="expressions">Where compiled regular expressions are kept.</param>
    public static CelFunctionRegistry Base(RegularExpressionCache expressions) => new(All(expressions));

    /// <summary>The functions for mutating policies.</summary>
    /// <param name="expressions">Where compiled regular expressions are kept.</param>
    public static CelFunctionRegistry Mutation(RegularExpressionCache expressions) => new([.. All(expressions), JsonPatchLibrary.Create()]);

    /// <summary>The functions for picking devices: those of all places, and <c>cel.bind</c>.</summary>
    /// <param name="expressions">Where compiled regular expressions are kept.</param>
    public static CelFunctionRegistry Devices(RegularExpressionCache expressions) => new([.. All(expressions), StandardLibrary.Bindings]);

    private static IReadOnlyList<CelLibrary> All(RegularExpressionCache expressions) =>
    [
        EqualityLibrary.Create(),
        StandardLibrary.Instance,
        StandardLibrary.OptionalTypes,
        StandardLibrary.TwoVariableComprehensions,
        UrlsLibrary.Create(),
        RegexLibrary.Create(expressions),
        ListsLibrary.Create(),
        AuthorizationLibrary.Create(),
        QuantityLibrary.Create(),
        StringsLibrary.Create(),
        SetsLibrary.Create(),
        IpLibrary.Create(),
        CidrLibrary.Create(),
        FormatLibrary.Create(),
        SemverLibrary.Create(),
    ];
}
