using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Status;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Takes no pods that would be evicted at once: none while disk or process ids run out, and none that asks for nothing while memory does.</summary>
internal sealed class PressureAdmission(NodePressure pressure) : IPodAdmission
{
    private static readonly Taint MemoryTaint = new() { Key = "node.kubernetes.io/memory-pressure", Effect = "NoSchedule" };

    public ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(request.IsRunning || Takes(request.Pod, pressure.Conditions) ? null : new PodRejection("Evicted", EvictionMessage.OfCondition(pressure.Conditions)));

    private static bool Takes(Pod pod, IReadOnlySet<string> conditions)
    {
        if (conditions.Count == 0 || EvictionRanking.IsCritical(pod)) return true;
        if (conditions.Count > 1 || !conditions.Contains(NodePressure.Memory)) return false;
        return QualityOfService.Of(pod) != QualityOfService.BestEffort || pod.Spec.Tolerations.Any(toleration => Tolerations.Covers(toleration, MemoryTaint));
    }
}
