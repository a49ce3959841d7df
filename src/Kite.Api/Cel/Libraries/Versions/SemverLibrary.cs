using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Versions;

/// <summary>Semantic versions such as <c>semver("1.2.3-rc.1")</c>: order and numbers.</summary>
internal static class SemverLibrary
{
    private static readonly CelType Type = CelSemver.Type;

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.Semver")
    {
        Types = [Type],
        Functions =
        [
            Reader(
                "semver",
                CelOverload.Global("string_to_semver", CelType.String, Type, text => Parse(text, CelValue.False)),
                CelOverload.Global("string_bool_to_semver", CelType.String, CelType.Bool, Type, Parse)),
            Reader(
                "isSemver",
                CelOverload.Global("is_semver_string", CelType.String, CelType.Bool, text => IsSemver(text, CelValue.False)),
                CelOverload.Global("is_semver_string_bool", CelType.String, CelType.Bool, CelType.Bool, IsSemver)),
            Cheap("isGreaterThan", CelOverload.Member("semver_is_greater_than", Type, Type, CelType.Bool, (left, right) => CelValue.Of(Compare(left, right) > 0))),
            Cheap("isLessThan", CelOverload.Member("semver_is_less_than", Type, Type, CelType.Bool, (left, right) => CelValue.Of(Compare(left, right) < 0))),
            Cheap("compareTo", CelOverload.Member("semver_compare_to", Type, Type, CelType.Int, (left, right) => CelValue.Of((long)Compare(left, right)))),
            Cheap("major", CelOverload.Member("semver_major", Type, CelType.Int, version => CelValue.Of((long)Of(version).Major))),
            Cheap("minor", CelOverload.Member("semver_minor", Type, CelType.Int, version => CelValue.Of((long)Of(version).Minor))),
            Cheap("patch", CelOverload.Member("semver_patch", Type, CelType.Int, version => CelValue.Of((long)Of(version).Patch))),
        ],
    };

    private static CelFunction Reader(string name, params IReadOnlyList<CelOverload> overloads) => new(name, overloads)
    {
        Cost = LibraryCosts.Reading(LibraryCosts.Traversal),
        Estimate = LibraryCosts.EstimateReading(LibraryCosts.Traversal),
    };

    private static CelFunction Cheap(string name, CelOverload overload) => new(name, overload) { Estimate = LibraryCosts.One };

    private static CelSemver Of(CelValue value) => (CelSemver)value.AsObject;

    private static int Compare(CelValue left, CelValue right) => Of(left).CompareTo(Of(right));

    private static CelSemver? Read(CelValue text, CelValue normalizes, out string error) =>
        normalizes.AsBool ? SemverParser.ParseNormalized(text.AsString, out error) : SemverParser.Parse(text.AsString, out error);

    private static CelValue Parse(CelValue text, CelValue normalizes) => Read(text, normalizes, out var error) is { } version ? CelValue.Of(version) : CelValue.Error(error);

    private static CelValue IsSemver(CelValue text, CelValue normalizes) => CelValue.Of(Read(text, normalizes, out _) is not null);
}
