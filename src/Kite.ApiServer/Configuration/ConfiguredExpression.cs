using Kite.Api.Cel;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.ApiServer.Configuration;

/// <summary>An expression (CEL) of a configuration file about one variable, compiled. Immutable and safe to share.</summary>
internal sealed class ConfiguredExpression
{
    /// <summary>What one evaluation may cost.</summary>
    private const ulong CostLimit = 1_000_000;

    private readonly CelCompilation compilation;
    private readonly CelProgram program;
    private readonly string variable;

    private ConfiguredExpression(CelCompilation compilation, CelProgram program, string variable) => (this.compilation, this.program, this.variable) = (compilation, program, variable);

    /// <summary>The expression as it was written.</summary>
    public string Text => compilation.Text;

    /// <summary>Compiles the expression that a field holds; null where it is wrong, which is told to the node.</summary>
    /// <param name="node">What holds the field.</param>
    /// <param name="field">The field.</param>
    /// <param name="environment">What the expression may use: one variable.</param>
    /// <param name="result">What is wrong with the type of its value; null for nothing.</param>
    public static ConfiguredExpression? Compile(ConfigurationNode node, string field, CelEnvironment environment, Func<CelType, string?> result)
    {
        var text = node.Text(field);
        var compilation = environment.Compile(text);
        if (compilation.Issues.Count > 0) node.Invalid(field, text, "compilation failed: " + compilation.Error);
        else if (result(compilation.OutputType) is { } wrong) node.Invalid(field, text, wrong);
        else if (compilation.Program is { } program) return new(compilation, program, environment.Options.Variables[0].Name);
        else node.Problem(field, "Internal error: program instantiation failed: " + compilation.Error);
        return null;
    }

    /// <summary>True where it reads a field of its variable.</summary>
    public bool Reads(string field) => compilation.FindReferences().Contains((variable, field));

    /// <summary>The expression's value for a value of its variable.</summary>
    /// <exception cref="ExpressionFailedException">It has none.</exception>
    public CelValue Evaluate(CelValue value, CancellationToken cancellationToken)
    {
        var evaluation = program.Evaluate(new CelActivation().With(variable, value), CostLimit, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return evaluation.Outcome is CelOutcome.Value ? evaluation.Value : throw new ExpressionFailedException($"expression '{Text}' resulted in error: {evaluation.Error}");
    }
}
