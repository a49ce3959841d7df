using Kite.Api.Cel.Functions;

namespace Kite.Api.Cel.Syntax;

/// <summary>A call of a function, a method or an operator.</summary>
internal sealed class CallExpr(int offset, string function, CelExpr? target, params CelExpr[] arguments) : CelExpr(offset, Over([target, .. arguments]))
{
    /// <summary>As written; the checker puts the declared name here.</summary>
    public string Function { get; set; } = function;

    /// <summary>What a method is called on. The checker takes it away where it is the namespace of a function.</summary>
    public CelExpr? Target { get; set; } = target;

    public CelExpr[] Arguments => arguments;

    /// <summary>The overloads that the checker found to fit.</summary>
    public IReadOnlyList<CelOverload> Overloads { get; set; } = [];

    /// <summary>What the function says its calls will cost.</summary>
    public CelCallEstimator? DeclaredEstimate { get; set; }
}
