using Kite.Api.Cel.Checking;
using Kite.Api.Cel.Evaluation;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel;

/// <summary>
/// Compiles expressions over declared variables, types and functions. Immutable and safe to share; cheap to make over a
/// registry that exists.
/// </summary>
public sealed class CelEnvironment(CelEnvironmentOptions options)
{
    private readonly Dictionary<string, CelType> variables =
        options.Variables.ToDictionary(variable => variable.Name, variable => variable.Type, StringComparer.Ordinal);

    /// <summary>What expressions may use.</summary>
    public CelEnvironmentOptions Options => options;

    /// <summary>Parses, checks and plans an expression. What is wrong with it is in the result, in cel-go's words.</summary>
    public CelCompilation Compile(string text)
    {
        var issues = new List<CelIssue>();
        var source = new CelSource(text);
        var tree = Parser.Parse(text, options.Functions.Macros, issues);
        if (tree is not null)
        {
            Checker.Check(tree, new CheckScope(options, variables), issues);
            if (issues.Count == 0) LiteralValidator.Validate(tree, options.Functions.Validators, issues);
        }
        if (tree is null || issues.Count > 0) return new CelCompilation(text, null, null, source.Display(issues), issues);
        var program = new Planner(options).Plan(tree, out var error);
        return new CelCompilation(text, tree, program, error, []);
    }
}
