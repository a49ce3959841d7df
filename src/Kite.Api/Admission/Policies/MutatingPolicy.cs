using System.Text.Json.Nodes;
using Kite.Api.Admission.Patches;
using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.Api.Admission.Policies;

/// <summary>The spec of a MutatingAdmissionPolicy, compiled. Immutable and safe to share.</summary>
public sealed class MutatingPolicy
{
    private readonly PolicyMutation[] mutations;

    /// <summary>Compiles a spec. What doesn't compile fails when it is evaluated.</summary>
    public MutatingPolicy(JsonObject spec)
    {
        var compiler = new ExpressionCompiler(spec.Object("paramKind") is not null, isMutating: true);
        Parts = new PolicyParts(spec, compiler);
        IsReinvocable = spec.Text("reinvocationPolicy") == "IfNeeded";
        mutations = [.. spec.Objects("mutations").Select(mutation => new PolicyMutation(mutation, compiler))];
    }

    /// <summary>Match conditions and failure policy.</summary>
    public PolicyParts Parts { get; }

    /// <summary>True where it wants to see objects again that others change after it.</summary>
    public bool IsReinvocable { get; }

    /// <summary>How many mutations it makes.</summary>
    public int Count => mutations.Length;

    /// <summary>Makes one of the mutations.</summary>
    /// <param name="index">Which.</param>
    /// <param name="input">What its expression is evaluated on; the object in it is the one to change, and stays as it is.</param>
    /// <param name="schema">All types.</param>
    /// <param name="type">The object's type; null where it has none.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>The changed object.</returns>
    /// <exception cref="PolicyFailedException">It can't be made.</exception>
    public JsonObject Mutate(int index, ExpressionInput input, SchemaTable schema, SchemaType? type, CancellationToken cancellationToken)
    {
        var mutation = mutations[index];
        var budget = ExpressionEvaluator.Budget;
        try
        {
            var outcome = Parts.Evaluator(input, cancellationToken).Evaluate(mutation.Expression, ref budget);
            if (outcome.Error is { } error) throw new PolicyFailedException(error);
            return mutation.IsJsonPatch ? PolicyJsonPatch.Apply(outcome.Value, input.Object!) : PolicyApply.Apply(outcome.Value, input.Object!, schema, type);
        }
        catch (BudgetExceededException e)
        {
            throw new PolicyFailedException(e.Message, e);
        }
    }
}
