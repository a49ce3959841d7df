using System.Net;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Computes a pod's status from what was seen of it. Pure: the same input gives the same status.</summary>
internal static class PodStatusBuilder
{
    /// <summary>The status.</summary>
    public static PodStatus Build(Pod pod, PodObservation seen)
    {
        if (seen.Rejection is { } rejection) return Rejected(pod, rejection, seen);
        var builder = new ContainerStatusBuilder(pod, seen);
        var (init, containers) = (builder.Init(), builder.Main());
        if (seen.IsTerminating && !seen.Containers.Running.Any()) (init, containers) = (UnstartedContainers.End(init), UnstartedContainers.End(pod, init, containers));
        var status = pod.Status with
        {
            ObservedGeneration = pod.Metadata.Generation,
            InitContainerStatuses = init,
            ContainerStatuses = containers,
            EphemeralContainerStatuses = builder.Ephemeral(),
            QosClass = QualityOfService.Of(pod),
            StartTime = pod.Status.StartTime ?? seen.StartTime,
            AllocatedResources = pod.Spec.Resources?.Requests ?? PodStatus.Empty.AllocatedResources,
            Resources = seen.WholeResources,
            HostIP = seen.HostAddresses.Count > 0 ? seen.HostAddresses[0].ToString() : null,
            HostIPs = seen.HostAddresses.Select(address => new HostIP { Ip = address.ToString() }).ToArray(),
        };
        status = Addressed(pod, status, seen) with { Phase = PhaseOf(pod, init, containers, seen) };
        if (EndOf(seen) is { } failure) status = status with { Reason = failure.Reason, Message = failure.Message };
        return status with { Conditions = PodConditions.Of(pod, status, seen) };
    }

    /// <summary>A pod that was never taken has nothing to say of its containers.</summary>
    private static PodStatus Rejected(Pod pod, PodRejection rejection, PodObservation seen) => pod.Status with
    {
        ObservedGeneration = pod.Metadata.Generation,
        Phase = "Failed",
        Reason = rejection.Reason,
        Message = $"Pod was rejected: {rejection.Message}",
        QosClass = QualityOfService.Of(pod),
        StartTime = pod.Status.StartTime ?? seen.StartTime,
    };

    /// <summary>Why the kubelet ended the pod, once it has ended: nobody may take its work for done while a container runs.</summary>
    private static PodEviction? EndOf(PodObservation seen) => seen.Containers.Running.Any() ? null : seen.Failure;

    private static string PhaseOf(Pod pod, ContainerStatus[] init, ContainerStatus[] containers, PodObservation seen)
    {
        // An end is final, whatever is found later.
        if (pod.Status.Phase is "Succeeded" or "Failed") return pod.Status.Phase;
        if (EndOf(seen) is not null) return "Failed";
        // What has ended to begin anew is neither a success nor a failure.
        if (!seen.IsTerminating && (seen.IsRestartingAll || pod.Spec.Containers.Any(container => seen.Containers.Latest(container.Name) is { } latest && WholeRestart.IsBefore(pod, latest, seen.Round)))) return "Running";
        return PodPhase.Of(pod, init, containers, seen.IsTerminating);
    }

    private static PodStatus Addressed(Pod pod, PodStatus status, PodObservation seen)
    {
        IReadOnlyList<IPAddress> addresses = pod.Spec.HostNetwork is true ? (seen.Containers.LatestSandbox is null ? [] : seen.HostAddresses) : seen.Containers.RunningSandbox?.Addresses ?? [];
        if (addresses.Count == 0) return status;
        return status with { PodIP = addresses[0].ToString(), PodIPs = addresses.Select(address => new PodIP { Ip = address.ToString() }).ToArray() };
    }
}
