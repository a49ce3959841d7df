using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>A binding of a policy, read once per change.</summary>
internal sealed class PolicyBinding
{
    /// <summary>Reads a binding.</summary>
    public PolicyBinding(string name, JsonObject binding)
    {
        var spec = binding.Object("spec");
        Name = name;
        PolicyName = spec.Text("policyName");
        if (spec.Object("paramRef") is { } reference) Params = new ParamReference(reference);
        if (spec.Object("matchResources") is { } match) Match = new PolicyMatch(match);
        Actions = [.. spec.Texts("validationActions")];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The policy's name.</summary>
    public string PolicyName { get; }

    /// <summary>The parameters; null for none.</summary>
    public ParamReference? Params { get; }

    /// <summary>What it narrows the policy down to; null for all.</summary>
    public PolicyMatch? Match { get; }

    /// <summary>What becomes of failed validations: <c>Deny</c>, <c>Warn</c>, <c>Audit</c>.</summary>
    public IReadOnlyList<string> Actions { get; }
}
