using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>Holds pods to the Pod Security Standards that the labels of their namespace name, and warns of workloads whose pods would break them.</summary>
internal sealed class PodSecurityAdmission(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false);

    /// <inheritdoc/>
    public string Name => "PodSecurity";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Object: { } value }) return ValueTask.CompletedTask;
        switch (request.Resource)
        {
            case { Group: "", Plural: "namespaces" } when request.Subresource.Length == 0:
                CheckNamespace(request, value);
                break;
            case { Group: "", Plural: "pods" } when request.Subresource is "" or "ephemeralcontainers" or "resize":
                CheckPod(request, value);
                break;
            default:
                if (request.Subresource.Length == 0 && PodTemplates.Has(request.Resource)) CheckWorkload(request, value);
                break;
        }
        return ValueTask.CompletedTask;
    }

    private void CheckPod(AdmissionRequest request, JsonObject value)
    {
        var policy = PolicyOf(request.Namespace);
        if (policy.IsNothing || (request.OldObject is { } old && !PodChanges.AreSignificant(value, old))) return;
        var pod = new PodToCheck(value.Object("metadata"), value.Object("spec"));
        request.Annotate?.Invoke("pod-security.kubernetes.io/enforce-policy", policy.Enforce.ToString());
        Audit(request, pod, policy);
        if (Broken(pod, policy.Enforce) is { } violations) throw ApiErrors.Forbidden(request.Resource, request.Name, $"violates PodSecurity \"{policy.Enforce}\": {violations}");
        Warn(request, pod, policy);
    }

    private void CheckWorkload(AdmissionRequest request, JsonObject value)
    {
        var policy = PolicyOf(request.Namespace);
        if ((policy.Warn.Level == SecurityLevel.Privileged && request.Annotate is null) || PodTemplates.Of(request.Resource, value) is not { } template) return;
        var pod = new PodToCheck(template.Object("metadata"), template.Object("spec"));
        Audit(request, pod, policy);
        Warn(request, pod, policy);
    }

    private void CheckNamespace(AdmissionRequest request, JsonObject value)
    {
        var policy = NamespacePolicy.Of(value.Object("metadata").TextMap("labels"));
        if (request.OldObject is not { } stored)
        {
            if (policy.Errors.Count > 0) throw ApiErrors.Invalid(request.Resource, request.Name, policy.Errors);
            return;
        }
        var old = NamespacePolicy.Of(stored.Object("metadata").TextMap("labels"));
        if (policy.Errors.Count > 0 && !policy.Errors.SequenceEqual(old.Errors)) throw ApiErrors.Invalid(request.Resource, request.Name, policy.Errors);
        if (policy.Enforce == old.Enforce || policy.Enforce.Level == SecurityLevel.Privileged || (policy.Enforce.Minor == old.Enforce.Minor && policy.Enforce.Level <= old.Enforce.Level)) return;
        foreach (var warning in ExistingPods.Warnings(request.Name, caches.Of(ExistingPods.Pods).List(request.Name), policy.Enforce)) request.Warn(warning);
    }

    private NamespacePolicy PolicyOf(string @namespace) =>
        caches.Of(Namespaces).Get(new ObjectKey("", @namespace)) is { } found ? NamespacePolicy.Of(found.Labels) : NamespacePolicy.None;

    private static void Warn(AdmissionRequest request, PodToCheck pod, NamespacePolicy policy)
    {
        if (Broken(pod, policy.Warn) is { } violations) request.Warn($"would violate PodSecurity \"{policy.Warn}\": {violations}");
    }

    private static void Audit(AdmissionRequest request, PodToCheck pod, NamespacePolicy policy)
    {
        if (request.Annotate is { } annotate && Broken(pod, policy.Audit) is { } violations) annotate("pod-security.kubernetes.io/audit-violations", $"would violate PodSecurity \"{policy.Audit}\": {violations}");
    }

    private static string? Broken(PodToCheck pod, LevelVersion at)
    {
        var violations = PodSecurityStandards.Violations(pod, at);
        return violations.Count == 0 ? null : string.Join(", ", violations);
    }
}
