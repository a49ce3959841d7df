using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Refuses pods that are to be confined by AppArmor where the kernel has none.</summary>
internal sealed class AppArmorAdmission : IPodAdmission
{
    private const string Switch = "/sys/module/apparmor/parameters/enabled";

    private readonly Lazy<bool> enabled = new(() => File.Exists(Switch) && File.ReadAllText(Switch).StartsWith('Y'));

    public ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(
        IsRequired(request.Pod) && !enabled.Value ? new PodRejection("AppArmor", "Cannot enforce AppArmor: AppArmor is not enabled on the host") : null);

    /// <summary>True where the pod or one of its containers names a profile.</summary>
    internal static bool IsRequired(Pod pod) => Confines(pod.Spec.SecurityContext?.AppArmorProfile)
        || PodRules.AllContainers(pod).Any(container => Confines(container.SecurityContext?.AppArmorProfile));

    private static bool Confines(AppArmorProfile? profile) => profile is { Type: not "Unconfined" };
}
