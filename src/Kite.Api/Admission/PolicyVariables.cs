using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission;

/// <summary>The variable <c>variables</c>.</summary>
internal sealed class PolicyVariables(ExpressionEvaluator evaluator) : CelObject
{
    /// <inheritdoc/>
    public override CelType RuntimeType => VariableTypes.Type;

    /// <inheritdoc/>
    public override bool TryGetField(string name, out CelValue value) => evaluator.TryGetVariable(name, out value);
}
