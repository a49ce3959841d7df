using Kite.Api.Admission.Policies;
using Kite.Api.Errors;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Lets MutatingAdmissionPolicies change objects, in order of their names, of their bindings and of parameters.</summary>
internal sealed class MutatingPolicyAdmission(PolicyIndex<MutatingPolicy> index, PolicyMatching matching, PolicyParams parameters, PolicyMutator mutator) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "MutatingAdmissionPolicy";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var candidates = index.Current.For(request);
        return candidates.Count == 0 ? ValueTask.CompletedTask : MutateAsync(candidates, request, cancellationToken);
    }

    private async ValueTask MutateAsync(IReadOnlyList<BoundPolicy<MutatingPolicy>> candidates, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        var invocations = new List<PolicyInvocation>();
        foreach (var candidate in candidates) await CollectAsync(candidate, request, invocations, failures, cancellationToken);
        var reason = StatusReason.Forbidden;
        if (invocations.Count > 0)
        {
            var failed = failures.Count;
            await mutator.RunAsync(invocations, request, request.Of(Name), failures, cancellationToken);
            // What can't be evaluated is the object's fault, what isn't configured the administrator's; the first failure decides.
            if (failed == 0 && failures.Count > 0) reason = StatusReason.Invalid;
        }
        if (failures.Count == 0) return;
        var details = new StatusDetails { Name = RequestNames.Of(request), Group = request.Resource.Group, Kind = request.Resource.Plural, Causes = [.. failures.Select(failure => new StatusCause("", failure, ""))] };
        throw new ApiStatusException(reason, failures[0], details, code: 403);
    }

    private async ValueTask CollectAsync(BoundPolicy<MutatingPolicy> candidate, AdmissionRequest request, List<PolicyInvocation> invocations, List<string> failures, CancellationToken cancellationToken)
    {
        var policy = candidate.Policy;
        try
        {
            if (matching.Find(policy.Match, request) is not { } match) return;
            parameters.CheckKind(policy.ParamKind);
            foreach (var binding in candidate.Bindings) await CollectAsync(policy, binding, match, request, invocations, failures, cancellationToken);
        }
        catch (PolicyConfigurationException e)
        {
            if (!policy.Compiled.Parts.IgnoresFailures) failures.Add($"policy \"{policy.Name}\" denied request: failed to configure policy: {e.Message}");
        }
    }

    private async ValueTask CollectAsync(RegisteredPolicy<MutatingPolicy> policy, PolicyBinding binding, MatchedResource match, AdmissionRequest request, List<PolicyInvocation> invocations, List<string> failures, CancellationToken cancellationToken)
    {
        try
        {
            if (binding.Match is not null && matching.Find(binding.Match, request) is null) return;
            foreach (var param in await parameters.OfAsync(policy.ParamKind, binding.Params, request, cancellationToken)) invocations.Add(new(policy, binding, match, param));
        }
        catch (PolicyConfigurationException e)
        {
            if (!policy.Compiled.Parts.IgnoresFailures) failures.Add(PolicyInvocation.Denied(policy, binding, $"failed to configure binding: {e.Message}"));
        }
    }
}
