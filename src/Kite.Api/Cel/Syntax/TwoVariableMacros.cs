using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Syntax;

/// <summary>Macros over index and element of lists and over key and value of maps.</summary>
internal static class TwoVariableMacros
{
    /// <summary>The function that adds entries to the map that a loop makes.</summary>
    public const string MapInsert = "cel.@mapInsert";

    public static IReadOnlyList<CelMacro> All { get; } =
    [
        Over("all", 3, (context, arguments) => StandardMacros.AllOf(context, arguments[2])),
        Over("exists", 3, (context, arguments) => StandardMacros.AnyOf(context, arguments[2])),
        Over("existsOne", 3, (context, arguments) => StandardMacros.OneOf(context, arguments[2])),
        Over("exists_one", 3, (context, arguments) => StandardMacros.OneOf(context, arguments[2])),
        Over("transformList", 3, (context, arguments) => StandardMacros.Collect(context, null, arguments[2])),
        Over("transformList", 4, (context, arguments) => StandardMacros.Collect(context, arguments[2], arguments[3])),
        Over("transformMap", 3, (context, arguments) => Insert(context, null, arguments[0], arguments[2])),
        Over("transformMap", 4, (context, arguments) => Insert(context, arguments[2], arguments[0], arguments[3])),
        Over("transformMapEntry", 3, (context, arguments) => Insert(context, null, arguments[2])),
        Over("transformMapEntry", 4, (context, arguments) => Insert(context, arguments[2], arguments[3])),
    ];

    private static CelMacro Over(string name, int count, Func<MacroContext, CelExpr[], Loop> loop) => new(name, count, true, (context, range, arguments) =>
    {
        if (arguments[0] is not IdentExpr first) return context.Fail(arguments[0], "argument must be a simple name");
        if (arguments[1] is not IdentExpr second) return context.Fail(arguments[1], "argument must be a simple name");
        if (first.Name == second.Name) return context.Fail(arguments[1], $"duplicate variable name: {first.Name}");
        return loop(context, arguments).Over(context, range!, first.Name, second.Name);
    });

    private static Loop Insert(MacroContext context, CelExpr? filter, params CelExpr[] entry)
    {
        var step = context.Call(MapInsert, [context.Result(), .. entry]);
        if (filter is not null) step = context.Call(Operators.Conditional, filter, step, context.Result());
        return new Loop(context.Map(), context.Constant(CelValue.True), step, context.Result());
    }
}
