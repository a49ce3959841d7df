using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Admission.Policies;

/// <summary>What policies of both sorts have in common, compiled: variables and match conditions.</summary>
public sealed class PolicyParts
{
    private readonly Dictionary<string, AdmissionExpression> variables = new(StringComparer.Ordinal);

    internal PolicyParts(JsonObject spec, ExpressionCompiler compiler)
    {
        // Conditions don't know the variables, so they come first.
        Conditions = MatchConditions.Compile(spec, compiler);
        foreach (var variable in spec.Objects("variables")) variables[variable.Text("name")] = compiler.CompileVariable(variable.Text("name"), variable.Text("expression"));
        IgnoresFailures = spec.Text("failurePolicy") == "Ignore";
    }

    /// <summary>True where a request goes on when the policy fails.</summary>
    public bool IgnoresFailures { get; }

    internal MatchConditions Conditions { get; }

    /// <summary>Evaluates the match conditions.</summary>
    public ConditionMatch Match(ExpressionInput input, CancellationToken cancellationToken) =>
        Conditions.IsEmpty ? new(true, null) : Conditions.Match(Evaluator(input, cancellationToken), IgnoresFailures);

    internal ExpressionEvaluator Evaluator(ExpressionInput input, CancellationToken cancellationToken) => new(input, variables, cancellationToken);
}
