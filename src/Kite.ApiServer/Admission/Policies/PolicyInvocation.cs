using System.Text.Json.Nodes;
using Kite.Api.Admission.Policies;
using Kite.Api.Kinds;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>A mutating policy that is to change an object, for one of its bindings and one parameter.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Binding">The binding.</param>
/// <param name="Match">The resource by which the policy matches.</param>
/// <param name="Param">The parameter; null for none.</param>
internal sealed record PolicyInvocation(RegisteredPolicy<MutatingPolicy> Policy, PolicyBinding Binding, MatchedResource Match, JsonObject? Param)
{
    /// <summary>What tells it from all others.</summary>
    public string Id => $"{Policy.Name}/{Binding.Name}/{Param.Object("metadata").Text("namespace")}/{Param.Object("metadata").Text("name")}";

    /// <summary>What is said where it fails.</summary>
    public string Denied(string why) => Denied(Policy, Binding, why);

    /// <summary>What is said where a policy fails for a binding.</summary>
    public static string Denied(RegisteredPolicy<MutatingPolicy> policy, PolicyBinding binding, string why) => $"policy '{policy.Name}' with binding '{binding.Name}' denied request: {why}";
}
