namespace Kite.Api.Cel.Syntax;

/// <summary>A field of a value, or the test whether it is there.</summary>
internal sealed class SelectExpr(int offset, CelExpr operand, string name, bool testOnly) : CelExpr(offset, Over(operand))
{
    public CelExpr Operand => operand;

    public string Field => name;

    /// <summary>True for <c>has(operand.field)</c>.</summary>
    public bool TestOnly => testOnly;

    /// <summary>What the checker found it to name as a whole, where it isn't a selection but a qualified name.</summary>
    public string? QualifiedName { get; set; }
}
