using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Refuses pods that are made for another operating system, which got here past the scheduler.</summary>
internal sealed class OperatingSystemAdmission : IPodAdmission
{
    private const string Linux = "linux";

    public ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(Check(request.Pod));

    internal static PodRejection? Check(Pod pod)
    {
        if (pod.Spec.NodeSelector.TryGetValue("kubernetes.io/os", out var wanted) && wanted != Linux)
            return new PodRejection("PodOSSelectorNodeLabelDoesNotMatch", "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label");
        return pod.Spec.Os is { Name: not Linux } ? new PodRejection("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS") : null;
    }
}
