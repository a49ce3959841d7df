using Kite.Api.Models.CoreV1;
using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>What a pod's spec says about its containers.</summary>
internal static class PodRules
{
    /// <summary>The grace period where the spec has none.</summary>
    public const long DefaultGraceSeconds = 30;

    /// <summary>The pod's identity.</summary>
    public static PodIdentity IdentityOf(Pod pod) => new(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid);

    /// <summary>True for an init container that runs on beside the others.</summary>
    public static bool IsSidecar(Container init) => init.RestartPolicy == "Always";

    /// <summary>True where the pod has ended for good.</summary>
    public static bool IsFinished(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";

    /// <summary>How long the pod gets to end.</summary>
    public static TimeSpan GraceOf(Pod pod) =>
        TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds);

    /// <summary>Init, app and ephemeral containers.</summary>
    public static IEnumerable<Container> AllContainers(Pod pod) => pod.Spec.InitContainers.Concat(pod.Spec.Containers).Concat(EphemeralContainers.Of(pod));

    /// <summary>What the API was told of all of them.</summary>
    public static IEnumerable<ContainerStatus> AllStatuses(Pod pod) =>
        pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses).Concat(pod.Status.EphemeralContainerStatuses);

    /// <summary>The pod as messages name it: <c>name_namespace(uid)</c>.</summary>
    public static string FullName(PodIdentity pod) => $"{pod.Name}_{pod.Namespace}({pod.Uid})";
}
