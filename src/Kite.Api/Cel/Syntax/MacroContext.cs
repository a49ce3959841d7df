using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Syntax;

/// <summary>Makes the nodes that a macro becomes; all of them stand where the macro's call does.</summary>
internal sealed class MacroContext(int offset, List<CelIssue> issues)
{
    public int Offset => offset;

    /// <summary>Says what is wrong with a use of the macro; the result takes its place.</summary>
    public CelExpr Fail(CelExpr at, string message) => Fail(at.Offset, message);

    public CelExpr Fail(int at, string message)
    {
        issues.Add(new CelIssue(at, message));
        return Constant(CelValue.Null);
    }

    public CelExpr Constant(CelValue value) => new ConstantExpr(offset, value);

    public CelExpr Ident(string name) => new IdentExpr(offset, name);

    public CelExpr Result() => new IdentExpr(offset, ComprehensionExpr.ResultName);

    public CelExpr Call(string function, params CelExpr[] arguments) => new CallExpr(offset, function, null, arguments);

    public CelExpr Method(string function, CelExpr target, params CelExpr[] arguments) => new CallExpr(offset, function, target, arguments);

    public CelExpr List(params CelExpr[] elements) => new ListExpr(offset, elements, null);

    public CelExpr Map() => new MapExpr(offset, []);
}
