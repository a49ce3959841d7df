using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Syntax;

/// <summary>A literal.</summary>
internal sealed class ConstantExpr(int offset, CelValue value) : CelExpr(offset, 0)
{
    public CelValue Value => value;
}
