using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Syntax;

/// <summary>Macros that name a value: <c>cel.bind</c>, and <c>optMap</c> and <c>optFlatMap</c> of optional values.</summary>
internal static class BindingMacros
{
    public static IReadOnlyList<CelMacro> Bind { get; } = [new("bind", 3, true, ExpandBind)];

    public static IReadOnlyList<CelMacro> Optional { get; } =
    [
        new("optMap", 2, true, (context, target, arguments) =>
            arguments[0] is IdentExpr name
                ? IfPresent(context, target!, name.Name, arguments[1], body => context.Call("optional.of", body))
                : context.Fail(arguments[0], "optMap() variable name must be a simple identifier")),
        new("optFlatMap", 2, true, (context, target, arguments) =>
            arguments[0] is IdentExpr name
                ? IfPresent(context, target!, name.Name, arguments[1], body => body)
                : context.Fail(arguments[0], "optFlatMap() variable name must be a simple identifier")),
    ];

    private static CelExpr? ExpandBind(MacroContext context, CelExpr? target, CelExpr[] arguments)
    {
        if (target is not IdentExpr { Name: "cel" }) return null;
        return arguments[0] is IdentExpr name
            ? Named(context, name.Name, arguments[1], arguments[2])
            : context.Fail(arguments[0], "cel.bind() variable names must be simple identifiers");
    }

    private static CelExpr IfPresent(MacroContext context, CelExpr target, string name, CelExpr body, Func<CelExpr, CelExpr> wrap) =>
        context.Call(
            Operators.Conditional,
            context.Method("hasValue", target),
            wrap(Named(context, name, context.Method("value", target), body)),
            context.Call("optional.none"));

    private static ComprehensionExpr Named(MacroContext context, string name, CelExpr value, CelExpr body)
    {
        var loop = new Loop(value, context.Constant(CelValue.False), context.Ident(name), body);
        return new ComprehensionExpr(context.Offset, context.List(), loop, name) { Variable = "#unused" };
    }
}
