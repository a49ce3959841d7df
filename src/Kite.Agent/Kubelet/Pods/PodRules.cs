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
    public static bool IsSidecar(Container container) => container.RestartPolicy == "Always";

    /// <summary>True where the pod has ended for good.</summary>
    public static bool IsFinished(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";

    /// <summary>True where a container that has ended is started again.</summary>
    public static bool RestartsAfter(Pod pod, RuntimeContainer ended) => pod.Spec.RestartPolicy switch
    {
        "Never" => false,
        "OnFailure" => ended.ExitCode != 0,
        _ => true,
    };

    /// <summary>How long the pod gets to end.</summary>
    public static TimeSpan GraceOf(Pod pod) =>
        TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds);

    /// <summary>Init and app containers.</summary>
    public static IEnumerable<Container> AllContainers(Pod pod) => pod.Spec.InitContainers.Concat(pod.Spec.Containers);

    /// <summary>The pod as messages name it: <c>name_namespace(uid)</c>.</summary>
    public static string FullName(PodIdentity pod) => $"{pod.Name}_{pod.Namespace}({pod.Uid})";
}
