using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Versions;

/// <summary>A semantic version. What follows a plus sign doesn't count for order and equality.</summary>
/// <param name="major">The first number.</param>
/// <param name="minor">The second number.</param>
/// <param name="patch">The third number.</param>
/// <param name="preRelease">What follows a hyphen, split at dots.</param>
internal sealed class CelSemver(ulong major, ulong minor, ulong patch, IReadOnlyList<string> preRelease) : CelObject, IComparable<CelSemver>
{
    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Object("kubernetes.Semver");

    /// <summary>The first number.</summary>
    internal ulong Major => major;

    /// <summary>The second number.</summary>
    internal ulong Minor => minor;

    /// <summary>The third number.</summary>
    internal ulong Patch => patch;

    /// <summary>What follows a hyphen, split at dots.</summary>
    internal IReadOnlyList<string> PreRelease => preRelease;

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;

    /// <inheritdoc/>
    public int CompareTo(CelSemver? other)
    {
        if (other is null) return 1;
        var order = (major, minor, patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0) return Math.Sign(order);
        if (preRelease.Count == 0 || other.PreRelease.Count == 0) return other.PreRelease.Count.CompareTo(preRelease.Count) switch { 0 => 0, > 0 => 1, _ => -1 };
        for (var i = 0; i < preRelease.Count && i < other.PreRelease.Count; i++)
        {
            order = Compare(preRelease[i], other.PreRelease[i]);
            if (order != 0) return order;
        }
        return Math.Sign(preRelease.Count.CompareTo(other.PreRelease.Count));
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is CelSemver version && CompareTo(version) == 0;

    /// <inheritdoc/>
    public override int HashCode() => System.HashCode.Combine(major, minor, patch, preRelease.Count);

    /// <inheritdoc/>
    public override string ToString() => $"{major}.{minor}.{patch}{(preRelease.Count == 0 ? "" : "-" + string.Join('.', preRelease))}";

    private static int Compare(string left, string right)
    {
        var (isLeft, isRight) = (ulong.TryParse(left, out var a), ulong.TryParse(right, out var b));
        if (isLeft && isRight) return a.CompareTo(b);
        if (isLeft || isRight) return isLeft ? -1 : 1;
        return Math.Sign(string.CompareOrdinal(left, right));
    }
}
