using System.Diagnostics;
using System.Text.Json.Nodes;
using Kite.Api.Admission;
using Kite.Api.Admission.Policies;
using Kite.Api.Errors;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Lets ValidatingAdmissionPolicies refuse objects, as their bindings say.</summary>
internal sealed class ValidatingPolicyAdmission(PolicyIndex<ValidatingPolicy> index, PolicyMatching matching, PolicyParams parameters, ExpressionInputs inputs, PolicyMetrics metrics) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "ValidatingAdmissionPolicy";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var candidates = index.Current.For(request);
        return candidates.Count == 0 ? ValueTask.CompletedTask : ValidateAsync(candidates, request, cancellationToken);
    }

    private async ValueTask ValidateAsync(IReadOnlyList<BoundPolicy<ValidatingPolicy>> candidates, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var authorizer = inputs.AuthorizerOf(request);
        PolicyRefusal? refusal = null;
        foreach (var (policy, bindings) in candidates)
        {
            try
            {
                if (matching.Find(policy.Match, request) is not { } match) continue;
                parameters.CheckKind(policy.ParamKind);
                var input = await inputs.OfAsync(request, match, authorizer, cancellationToken);
                var report = new PolicyReport(policy.Name, request, metrics);
                foreach (var binding in bindings) refusal = Earlier(refusal, await ValidateAsync(policy, binding, request, input, report, cancellationToken));
                report.Publish();
            }
            catch (PolicyConfigurationException e)
            {
                if (!policy.Compiled.IgnoresFailures) refusal ??= new PolicyRefusal($"ValidatingAdmissionPolicy '{policy.Name}' denied request: failed to configure policy: {e.Message}", "");
            }
        }
        if (refusal is { } refused) throw Refused(request, refused);
    }

    private async ValueTask<PolicyRefusal?> ValidateAsync(RegisteredPolicy<ValidatingPolicy> policy, PolicyBinding binding, AdmissionRequest request, ExpressionInput input, PolicyReport report, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonObject?> found;
        try
        {
            if (binding.Match is not null && matching.Find(binding.Match, request) is null) return null;
            found = await parameters.OfAsync(policy.ParamKind, binding.Params, request, cancellationToken);
        }
        catch (PolicyConfigurationException e)
        {
            return policy.Compiled.IgnoresFailures ? null : report.Refusal(binding, $"failed to configure binding: {e.Message}", "");
        }
        PolicyRefusal? refusal = null;
        var @namespace = found.Count > 0 ? inputs.NamespaceOf(request) : null;
        foreach (var param in found)
        {
            var started = Stopwatch.GetTimestamp();
            var verdict = policy.Compiled.Evaluate(input with { Params = param, Namespace = @namespace }, cancellationToken);
            refusal = Earlier(refusal, report.Take(binding, verdict, started));
        }
        return refusal;
    }

    private static PolicyRefusal? Earlier(PolicyRefusal? first, PolicyRefusal? second) => first ?? second;

    private static ApiStatusException Refused(AdmissionRequest request, PolicyRefusal refusal)
    {
        var name = RequestNames.Of(request);
        var reason = refusal.Reason switch
        {
            "Forbidden" => StatusReason.Forbidden,
            "Unauthorized" => StatusReason.Unauthorized,
            "RequestEntityTooLarge" => StatusReason.RequestEntityTooLarge,
            _ => StatusReason.Invalid,
        };
        var details = new StatusDetails { Name = name, Group = request.Resource.Group, Kind = request.Resource.Plural, Causes = [new StatusCause("", refusal.Message, "")] };
        return new(reason, $"{request.Resource.GroupResource} \"{name}\" is forbidden: {refusal.Message}", details);
    }
}
