using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Admission.Policies;

/// <summary>One validation of a policy.</summary>
internal sealed class PolicyValidation
{
    internal PolicyValidation(JsonObject validation, ExpressionCompiler compiler)
    {
        Expression = compiler.Compile(validation.Text("expression"), ExpressionResult.Bool);
        Message = validation.Text("message").Trim();
        Reason = validation.Text("reason") is { Length: > 0 } reason ? reason : "Invalid";
        if (!validation.Text("messageExpression").AsSpan().Trim().IsEmpty) MessageExpression = compiler.Compile(validation.Text("messageExpression"), ExpressionResult.Text, hasAuthorizer: false);
    }

    /// <summary>What must hold.</summary>
    internal AdmissionExpression Expression { get; }

    /// <summary>What is said where it doesn't; empty for nothing in particular.</summary>
    internal string Message { get; }

    /// <summary>Makes what is said, before <see cref="Message"/>; null for none.</summary>
    internal AdmissionExpression? MessageExpression { get; }

    /// <summary>The reason of the refusal.</summary>
    internal string Reason { get; }
}
