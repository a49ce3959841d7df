using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Formats;

/// <summary>A named format of strings. Two are equal where their names are.</summary>
/// <param name="name">The name.</param>
/// <param name="patternSize">How many characters a regular expression for it has, for costs.</param>
/// <param name="check">What is wrong with a string; nothing where it is fine.</param>
internal sealed class CelFormat(string name, int patternSize, Func<string, IReadOnlyList<string>> check) : CelObject
{
    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Object("kubernetes.NamedFormat");

    /// <summary>The name.</summary>
    internal string Name => name;

    /// <summary>How many characters a regular expression for it has.</summary>
    internal int PatternSize => patternSize;

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;

    /// <summary>What is wrong with a string; nothing where it is fine.</summary>
    internal IReadOnlyList<string> Check(string text) => check(text);

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is CelFormat format && format.Name == name;

    /// <inheritdoc/>
    public override int HashCode() => name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => name;
}
