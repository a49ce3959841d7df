using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Syntax;

/// <summary>The macros of the language itself: <c>has</c>, <c>all</c>, <c>exists</c>, <c>exists_one</c>, <c>map</c>, <c>filter</c>.</summary>
internal static class StandardMacros
{
    public static IReadOnlyList<CelMacro> All { get; } =
    [
        new("has", 1, false, Has),
        new("all", 2, true, (context, range, arguments) => Quantifier(context, range!, arguments, AllOf)),
        new("exists", 2, true, (context, range, arguments) => Quantifier(context, range!, arguments, AnyOf)),
        new("exists_one", 2, true, (context, range, arguments) => Quantifier(context, range!, arguments, OneOf)),
        new("existsOne", 2, true, (context, range, arguments) => Quantifier(context, range!, arguments, OneOf)),
        new("map", 2, true, (context, range, arguments) => Map(context, range!, arguments[0], null, arguments[1])),
        new("map", 3, true, (context, range, arguments) => Map(context, range!, arguments[0], arguments[1], arguments[2])),
        new("filter", 2, true, (context, range, arguments) => Map(context, range!, arguments[0], arguments[1], arguments[0])),
    ];

    /// <summary>The loop that is true where the predicate is for every element; also where an element's error is outweighed.</summary>
    public static Loop AllOf(MacroContext context, CelExpr predicate) => new(
        context.Constant(CelValue.True),
        context.Call(Operators.NotStrictlyFalse, context.Result()),
        context.Call(Operators.And, context.Result(), predicate),
        context.Result());

    /// <summary>The loop that is true where the predicate is for some element.</summary>
    public static Loop AnyOf(MacroContext context, CelExpr predicate) => new(
        context.Constant(CelValue.False),
        context.Call(Operators.NotStrictlyFalse, context.Call(Operators.Not, context.Result())),
        context.Call(Operators.Or, context.Result(), predicate),
        context.Result());

    /// <summary>The loop that is true where the predicate is for exactly one element.</summary>
    public static Loop OneOf(MacroContext context, CelExpr predicate) => new(
        context.Constant(CelValue.Of(0L)),
        context.Constant(CelValue.True),
        context.Call(Operators.Conditional, predicate, context.Call(Operators.Add, context.Result(), context.Constant(CelValue.Of(1L))), context.Result()),
        context.Call(Operators.Equals, context.Result(), context.Constant(CelValue.Of(1L))));

    /// <summary>The loop that collects what an expression gives, for the elements that pass the filter.</summary>
    public static Loop Collect(MacroContext context, CelExpr? filter, CelExpr value)
    {
        var step = context.Call(Operators.Add, context.Result(), context.List(value));
        if (filter is not null) step = context.Call(Operators.Conditional, filter, step, context.Result());
        return new Loop(context.List(), context.Constant(CelValue.True), step, context.Result());
    }

    private static CelExpr Has(MacroContext context, CelExpr? target, CelExpr[] arguments) => arguments[0] is SelectExpr select
        ? new SelectExpr(context.Offset, select.Operand, select.Field, testOnly: true)
        : context.Fail(context.Offset, "invalid argument to has() macro");

    private static CelExpr Quantifier(MacroContext context, CelExpr range, CelExpr[] arguments, Func<MacroContext, CelExpr, Loop> loop)
    {
        if (arguments[0] is not IdentExpr variable) return context.Fail(arguments[0], "argument must be a simple name");
        return loop(context, arguments[1]).Over(context, range, variable.Name, null);
    }

    private static CelExpr Map(MacroContext context, CelExpr range, CelExpr variable, CelExpr? filter, CelExpr value)
    {
        if (variable is not IdentExpr ident) return context.Fail(variable, "argument is not an identifier");
        return Collect(context, filter, value).Over(context, range, ident.Name, null);
    }
}
