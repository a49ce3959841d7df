using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Admission.Policies;

/// <summary>One mutation of a policy.</summary>
internal sealed class PolicyMutation
{
    internal PolicyMutation(JsonObject mutation, ExpressionCompiler compiler)
    {
        IsJsonPatch = mutation.Text("patchType") == "JSONPatch";
        var text = mutation.Object(IsJsonPatch ? "jsonPatch" : "applyConfiguration").Text("expression").Trim();
        Expression = compiler.Compile(text, IsJsonPatch ? ExpressionResult.JsonPatch : ExpressionResult.ApplyConfiguration);
    }

    /// <summary>True for a JSON patch, false for an apply configuration.</summary>
    internal bool IsJsonPatch { get; }

    /// <summary>Makes the patch.</summary>
    internal AdmissionExpression Expression { get; }
}
