using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel;

/// <summary>What became of compiling an expression: a program, or why there is none. Immutable and safe to share.</summary>
public sealed class CelCompilation
{
    private readonly CelExpr? tree;

    internal CelCompilation(string text, CelExpr? tree, CelProgram? program, string? error, IReadOnlyList<CelIssue> issues)
    {
        this.tree = tree;
        Text = text;
        Program = program;
        Error = error;
        Issues = issues;
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>The program; null where there is an <see cref="Error"/>.</summary>
    public CelProgram? Program { get; }

    /// <summary>
    /// Why there is no program. For what doesn't parse or type-check cel-go's text, with the line and a caret for each
    /// issue; else, where a constant conversion as <c>int("a")</c> fails, the error of that. Null where there is a program.
    /// </summary>
    public string? Error { get; }

    /// <summary>What doesn't parse or type-check; empty where the program or only planning it failed.</summary>
    public IReadOnlyList<CelIssue> Issues { get; }

    /// <summary>The type of the expression; the error type where it doesn't type-check.</summary>
    public CelType OutputType => tree?.Type ?? CelType.Error;

    /// <summary>What evaluating it will cost, given what is known of the sizes of variables. Only where there is a program.</summary>
    public CostEstimate EstimateCost(ICelSizeEstimator sizes) => new CostEstimator(sizes).Estimate(tree!);

    /// <summary>
    /// The variables that the expression names, and the fields selected directly from them: of
    /// <c>variables.a + object.spec.b</c> the pairs (variables, a) and (object, spec). A variable used otherwise comes with null.
    /// </summary>
    public IReadOnlySet<(string Variable, string? Field)> FindReferences() => ReferenceFinder.Find(tree!);
}
