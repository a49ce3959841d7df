using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Authorization;

/// <summary>The answer of an authorizer, as expressions see it. Equal only to itself.</summary>
internal sealed class DecisionValue(CelDecision decision) : CelObject
{
    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Object("kubernetes.authorization.Decision");

    /// <summary>The answer.</summary>
    internal CelDecision Decision => decision;

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;
}
