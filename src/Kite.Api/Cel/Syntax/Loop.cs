namespace Kite.Api.Cel.Syntax;

/// <summary>The parts of a comprehension but what it runs over.</summary>
internal sealed record Loop(CelExpr Initial, CelExpr Condition, CelExpr Step, CelExpr Result)
{
    public ComprehensionExpr Over(MacroContext context, CelExpr range, string variable, string? secondVariable) => new(context.Offset)
    {
        Range = range,
        Variable = variable,
        SecondVariable = secondVariable,
        Accumulator = ComprehensionExpr.ResultName,
        Initial = Initial,
        Condition = Condition,
        Step = Step,
        Result = Result,
    };
}
