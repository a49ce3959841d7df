namespace Kite.Api.Cel.Syntax;

/// <summary>What macros over lists and maps become: a loop that folds elements into an accumulator.</summary>
internal sealed class ComprehensionExpr(int offset, CelExpr range, Loop loop, string accumulator)
    : CelExpr(offset, Over(range, loop.Initial, loop.Condition, loop.Step, loop.Result))
{
    /// <summary>The accumulator of all macros but <c>cel.bind</c> and those of optionals; no expression can name it.</summary>
    public const string ResultName = "@result";

    public CelExpr Range => range;

    /// <summary>The element of a list or the key of a map; with a second variable the index or the key.</summary>
    public required string Variable { get; init; }

    /// <summary>The element or the value, where both are asked for.</summary>
    public string? SecondVariable { get; init; }

    public string Accumulator => accumulator;

    public CelExpr Initial => loop.Initial;

    public CelExpr Condition => loop.Condition;

    public CelExpr Step => loop.Step;

    public CelExpr Result => loop.Result;

    /// <summary>True where there is no loop, only a name for a value.</summary>
    public bool IsBinding =>
        Range is ListExpr { Elements.Length: 0 } && Condition is ConstantExpr { Value: var value } && value.IsFalse && Accumulator != ResultName;
}
