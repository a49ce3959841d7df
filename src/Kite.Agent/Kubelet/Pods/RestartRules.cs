using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Whether containers are started again: by their own rules and policy where they have one, else by the pod's.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy"/></remarks>
internal static class RestartRules
{
    /// <summary>True where a container that has ended with this exit code is started again.</summary>
    public static bool RestartsAfter(Pod pod, Container container, int exitCode)
    {
        if (container.RestartPolicy is { Length: > 0 } && RuleFor(container, exitCode) is not null) return true;
        return PolicyOf(pod, container) switch
        {
            "Never" => false,
            "OnFailure" => exitCode != 0,
            _ => true,
        };
    }

    /// <summary>True where a container that must be killed is started again: rules look at exit codes, and it has none.</summary>
    public static bool RestartsAfterKill(Pod pod, Container container) => PolicyOf(pod, container) != "Never";

    private static string? PolicyOf(Pod pod, Container container) => container.RestartPolicy is { Length: > 0 } own ? own : pod.Spec.RestartPolicy;

    /// <summary>The rule of a container for an exit code, or null.</summary>
    public static ContainerRestartRule? RuleFor(Container container, int exitCode) => container.RestartPolicyRules.FirstOrDefault(rule => rule.ExitCodes is { } codes && codes.Operator switch
    {
        "In" => codes.Values.Contains(exitCode),
        "NotIn" => !codes.Values.Contains(exitCode),
        _ => false,
    });
}
