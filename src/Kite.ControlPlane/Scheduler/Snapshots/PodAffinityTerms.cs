using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>A pod's affinity to other pods.</summary>
/// <param name="Required">Pods that must be near.</param>
/// <param name="RequiredAnti">Pods that must not be near.</param>
/// <param name="Preferred">Pods better near.</param>
/// <param name="PreferredAnti">Pods better not near.</param>
internal sealed record PodAffinityTerms(
    IReadOnlyList<AffinityTerm> Required,
    IReadOnlyList<AffinityTerm> RequiredAnti,
    IReadOnlyList<AffinityTerm> Preferred,
    IReadOnlyList<AffinityTerm> PreferredAnti)
{
    /// <summary>Reads a pod's; null where it has none.</summary>
    internal static PodAffinityTerms? Of(Pod pod)
    {
        var (near, far) = (pod.Spec.Affinity?.PodAffinity, pod.Spec.Affinity?.PodAntiAffinity);
        if (near is null && far is null) return null;
        return new PodAffinityTerms(
            Read(near?.RequiredDuringSchedulingIgnoredDuringExecution ?? [], pod),
            Read(far?.RequiredDuringSchedulingIgnoredDuringExecution ?? [], pod),
            Read(near?.PreferredDuringSchedulingIgnoredDuringExecution ?? [], pod),
            Read(far?.PreferredDuringSchedulingIgnoredDuringExecution ?? [], pod));
    }

    private static AffinityTerm[] Read(IReadOnlyList<PodAffinityTerm> terms, Pod pod) => [.. terms.Select(term => AffinityTerm.Of(term, pod))];

    private static AffinityTerm[] Read(IReadOnlyList<WeightedPodAffinityTerm> terms, Pod pod) => [.. terms.Select(term => AffinityTerm.Of(term.PodAffinityTerm, pod, term.Weight))];
}
