namespace Kite.Api.Cel.Syntax;

/// <summary>The parts of a comprehension that say what is done with each element.</summary>
internal sealed record Loop(CelExpr Initial, CelExpr Condition, CelExpr Step, CelExpr Result)
{
    /// <summary>The comprehension over a list or map, with the accumulator of macros.</summary>
    public ComprehensionExpr Over(MacroContext context, CelExpr range, string variable, string? secondVariable) =>
        new(context.Offset, range, this, ComprehensionExpr.ResultName) { Variable = variable, SecondVariable = secondVariable };
}
