using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Computes the conditions that the kubelet owns; those of others are left alone.</summary>
internal static class PodConditions
{
    /// <summary>The conditions, with the times at which their status last changed.</summary>
    public static IReadOnlyList<PodCondition> Of(Pod pod, PodStatus status, PodObservation seen)
    {
        var old = pod.Status.Conditions.ToDictionary(condition => condition.Type);
        var containersReady = ContainersReady(pod, status);
        PodCondition[] own =
        [
            new PodCondition { Type = "PodReadyToStartContainers", Status = seen.Containers.RunningSandbox is not null ? "True" : "False" },
            Initialized(pod, status),
            Ready(pod, containersReady),
            containersReady,
        ];
        if (seen.Failure?.Condition is { } disruption) own = [disruption, .. own];
        var conditions = own.Select(condition => Timed(condition with { ObservedGeneration = pod.Metadata.Generation }, old, seen.Now)).ToList();
        // The scheduler writes this one, too; a pod that came with its node name never met the scheduler.
        conditions.Add(Timed(new PodCondition { Type = "PodScheduled", Status = "True", ObservedGeneration = pod.Metadata.Generation }, old, seen.Now));
        if (WholeRestart.MayHappen(pod)) conditions.Add(Timed(Restarting(status, seen) with { ObservedGeneration = pod.Metadata.Generation }, old, seen.Now));
        conditions.AddRange(seen.Resize.Select(condition => Timed(condition, old, seen.Now)));
        conditions.AddRange(pod.Status.Conditions.Where(condition => !PodResize.IsCondition(condition) && conditions.All(known => known.Type != condition.Type)));
        return conditions;
    }

    private static PodCondition Timed(PodCondition condition, Dictionary<string, PodCondition> old, DateTimeOffset now) => condition with
    {
        LastTransitionTime = old.TryGetValue(condition.Type, out var before) && before.Status == condition.Status ? before.LastTransitionTime : now,
    };

    private static PodCondition Restarting(PodStatus status, PodObservation seen) => status.Phase switch
    {
        "Succeeded" => new PodCondition { Type = WholeRestart.Condition, Status = "False", Reason = "PodCompleted" },
        "Failed" => new PodCondition { Type = WholeRestart.Condition, Status = "False", Reason = "PodFailed" },
        _ when !seen.IsRestartingAll => new PodCondition { Type = WholeRestart.Condition, Status = "False" },
        _ => new PodCondition { Type = WholeRestart.Condition, Status = "True", Reason = "RestartAllContainersStarted", Message = "container exited with restart policy rule" },
    };

    private static PodCondition Initialized(Pod pod, PodStatus status)
    {
        var incomplete = status.InitContainerStatuses.Where((container, index) => PodRules.IsSidecar(pod.Spec.InitContainers[index])
            ? container.Started is not true && status.Phase is not ("Succeeded" or "Failed")
            : !container.Ready).Select(container => container.Name).ToArray();
        var anyStarted = status.ContainerStatuses.Any(container => container.State?.Running is not null || container.State?.Terminated is not null || container.LastState?.Terminated is not null);
        if (incomplete.Length == 0 || anyStarted) return new PodCondition { Type = "Initialized", Status = "True", Reason = status.Phase == "Succeeded" ? "PodCompleted" : null };
        return new PodCondition
        {
            Type = "Initialized",
            Status = "False",
            Reason = "ContainersNotInitialized",
            Message = $"containers with incomplete status: [{string.Join(' ', incomplete)}]",
        };
    }

    private static PodCondition ContainersReady(Pod pod, PodStatus status)
    {
        if (status.Phase == "Succeeded") return new PodCondition { Type = "ContainersReady", Status = "False", Reason = "PodCompleted" };
        if (status.Phase == "Failed") return new PodCondition { Type = "ContainersReady", Status = "False", Reason = "PodFailed" };
        var unready = status.InitContainerStatuses.Where((_, index) => PodRules.IsSidecar(pod.Spec.InitContainers[index])).Concat(status.ContainerStatuses)
            .Where(container => !container.Ready).Select(container => container.Name).ToArray();
        return unready.Length == 0
            ? new PodCondition { Type = "ContainersReady", Status = "True" }
            : new PodCondition { Type = "ContainersReady", Status = "False", Reason = "ContainersNotReady", Message = $"containers with unready status: [{string.Join(' ', unready)}]" };
    }

    private static PodCondition Ready(Pod pod, PodCondition containersReady)
    {
        if (containersReady.Status != "True") return containersReady with { Type = "Ready" };
        var unmet = new List<string>();
        foreach (var gate in pod.Spec.ReadinessGates)
        {
            var condition = pod.Status.Conditions.FirstOrDefault(condition => condition.Type == gate.ConditionType);
            if (condition is null) unmet.Add($"corresponding condition of pod readiness gate \"{gate.ConditionType}\" does not exist.");
            else if (condition.Status != "True") unmet.Add($"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but {condition.Status}");
        }
        return unmet.Count == 0
            ? new PodCondition { Type = "Ready", Status = "True" }
            : new PodCondition { Type = "Ready", Status = "False", Reason = "ReadinessGatesNotReady", Message = string.Join(", ", unmet) };
    }
}
