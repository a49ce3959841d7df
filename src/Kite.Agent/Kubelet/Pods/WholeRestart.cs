using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>The restart of all containers of a pod, init containers too, because one of them ended with an exit code for which its rules ask for that. Sandbox and volumes stay.</summary>
/// <remarks>A pod's containers belong to rounds: what ended before the last such restart counts no more. <see href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-all-containers"/></remarks>
internal static class WholeRestart
{
    /// <summary>The condition that tells of it: true until everything has ended. When it became false the round began.</summary>
    public const string Condition = "AllContainersRestarting";

    private const string Action = "RestartAllContainers";

    /// <summary>True for a pod in which it can happen.</summary>
    public static bool MayHappen(Pod pod) => Containers(pod).Any(container => container.RestartPolicyRules.Any(rule => rule.Action == Action));

    /// <summary>True where a container of this round has ended with such an exit code.</summary>
    public static bool IsDue(Pod pod, PodContainers state) => Containers(pod).Any(container =>
        state.Latest(container.Name) is { State: ContainerRunState.Exited } ended && RestartRules.RuleFor(container, ended.ExitCode)?.Action == Action);

    /// <summary>True where the pod was last reported in the midst of it.</summary>
    public static bool IsUnderWay(Pod pod) => pod.Status.Conditions.Any(condition => condition is { Type: Condition, Status: "True" });

    /// <summary>When the pod's last round began, by what was reported.</summary>
    public static DateTimeOffset RoundOf(Pod pod) => pod.Status.Conditions.FirstOrDefault(condition => condition is { Type: Condition, Status: "False" })?.LastTransitionTime ?? DateTimeOffset.MinValue;

    /// <summary>True for a container that ended before a round began; those that were added to look into the pod belong to none.</summary>
    public static bool IsBefore(Pod pod, RuntimeContainer container, DateTimeOffset round) =>
        container is { IsSandbox: false, State: ContainerRunState.Exited } && (container.FinishedAt ?? container.StartedAt ?? container.CreatedAt) < round && Containers(pod).Any(known => known.Name == container.Name);

    /// <summary>What counts in a round: all but the containers that ended before it.</summary>
    public static PodContainers Within(Pod pod, PodContainers state, DateTimeOffset round) =>
        state.All.Any(container => IsBefore(pod, container, round)) ? new PodContainers([.. state.All.Where(container => !IsBefore(pod, container, round))]) : state;

    private static IEnumerable<Container> Containers(Pod pod) => pod.Spec.InitContainers.Concat(pod.Spec.Containers);
}
