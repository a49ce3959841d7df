namespace Kite.Api.Cel.Syntax;

/// <summary>A list literal; some elements may be optional.</summary>
internal sealed class ListExpr(int offset, CelExpr[] elements, bool[]? optional) : CelExpr(offset, Over(elements))
{
    public CelExpr[] Elements => elements;

    public bool HasOptional => optional is not null;

    public bool IsOptional(int index) => optional is not null && optional[index];
}
