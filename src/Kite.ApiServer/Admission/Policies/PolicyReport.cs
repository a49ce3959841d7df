using System.Text.Json.Nodes;
using Kite.Api.Admission.Policies;
using Kite.Api.Codecs;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Carries out what the bindings of a validating policy say of failed validations: refusals, warnings, notes in the audit log.</summary>
internal sealed class PolicyReport(string policy, AdmissionRequest request, PolicyMetrics metrics)
{
    private const int MaxAnnotation = 10 * 1024;
    private readonly Dictionary<string, List<string>> annotations = new(StringComparer.Ordinal);

    /// <summary>A refusal by a binding.</summary>
    public PolicyRefusal Refusal(PolicyBinding binding, string message, string reason) =>
        new($"ValidatingAdmissionPolicy '{policy}' with binding '{binding.Name}' denied request: {message}", reason);

    /// <summary>Takes what evaluating the policy for a binding came to.</summary>
    /// <param name="binding">The binding.</param>
    /// <param name="verdict">What it came to.</param>
    /// <param name="started">When the evaluation began, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    /// <returns>The first refusal; null for none.</returns>
    public PolicyRefusal? Take(PolicyBinding binding, PolicyVerdict verdict, long started)
    {
        PolicyRefusal? refusal = null;
        if (verdict.Denials.Count == 0 && verdict != PolicyVerdict.Nothing) metrics.Validated(policy, binding.Name, "allow", "no_error", started);
        foreach (var denial in verdict.Denials)
        {
            foreach (var action in binding.Actions)
            {
                metrics.Validated(policy, binding.Name, action.ToLowerInvariant(), denial.Reason.Length == 0 ? "invalid_error" : "no_error", started);
                if (action == "Deny") refusal ??= Refusal(binding, denial.Message, denial.Reason);
                else if (action == "Warn") request.Warn($"Validation failed for ValidatingAdmissionPolicy '{policy}' with binding '{binding.Name}': {denial.Message}");
                else if (action == "Audit") request.Annotate?.Invoke("validation.policy.admission.k8s.io/validation_failure", Failure(binding, denial));
            }
        }
        foreach (var annotation in verdict.Annotations)
        {
            if (annotation.Error is { } error) refusal ??= Refusal(binding, error, "");
            else Add(annotation.Key, annotation.Value.Length > MaxAnnotation ? annotation.Value[..MaxAnnotation] : annotation.Value);
        }
        return refusal;
    }

    /// <summary>Writes the policy's own annotations; where bindings make several of one key, all of them.</summary>
    public void Publish()
    {
        foreach (var (key, values) in annotations) request.Annotate?.Invoke($"{policy}/{key}", string.Join(", ", values));
    }

    private void Add(string key, string value)
    {
        if (!annotations.TryGetValue(key, out var values)) annotations.Add(key, values = []);
        if (!values.Contains(value)) values.Add(value);
    }

    private string Failure(PolicyBinding binding, PolicyDenial denial) => JsonCodec.ToText(new JsonArray(new JsonObject
    {
        ["message"] = denial.Message,
        ["policy"] = policy,
        ["binding"] = binding.Name,
        ["expressionIndex"] = denial.Index,
        ["validationActions"] = new JsonArray([.. binding.Actions.Select(action => (JsonNode)action)]),
    }));
}
