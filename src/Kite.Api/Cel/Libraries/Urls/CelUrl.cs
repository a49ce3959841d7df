using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Urls;

/// <summary>A URL. Two are equal where they are written the same.</summary>
internal sealed class CelUrl(GoUrl url) : CelObject
{
    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Object("kubernetes.URL");

    /// <summary>The parts.</summary>
    internal GoUrl Url => url;

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is CelUrl that && that.ToString() == ToString();

    /// <inheritdoc/>
    public override int HashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => url.ToString();
}
