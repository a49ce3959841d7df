using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>What a pod asks a node for: containers together, or the most that its init containers need beside the sidecars started before them.</summary>
/// <remarks>While a pod on a node is resized, the most counts of what it asks for, what it was granted and what it still has; what its node can never give it doesn't count.</remarks>
internal static class PodRequests
{
    /// <summary>What scoring assumes for a container that doesn't say: a tenth of a core.</summary>
    private const long AssumedMilliCpu = 100;

    /// <summary>What scoring assumes for a container that doesn't say: 200 MiB.</summary>
    private const long AssumedMemory = 200 * 1024 * 1024;

    /// <summary>The requests as written.</summary>
    internal static ResourceAmounts Exact(Pod pod) => Sum(pod, assume: false);

    /// <summary>The requests with something assumed for containers that name no CPU or memory, so that they too spread.</summary>
    internal static ResourceAmounts Assumed(Pod pod) => Sum(pod, assume: true);

    private static ResourceAmounts Sum(Pod pod, bool assume)
    {
        var spec = pod.Spec;
        var podLevel = spec.Resources?.Requests;
        var assumeCpu = assume && podLevel?.ContainsKey("cpu") != true;
        var assumeMemory = assume && podLevel?.ContainsKey("memory") != true;
        var total = new ResourceAmounts();
        foreach (var container in spec.Containers) total.Add(Of(pod, container, pod.Status.ContainerStatuses, assumeCpu, assumeMemory));
        if (spec.InitContainers.Count > 0) AddInitContainers(pod, total, assumeCpu, assumeMemory);
        if (podLevel is not null)
        {
            foreach (var (name, quantity) in podLevel)
                if (name is "cpu" or "memory" || name.StartsWith("hugepages-", StringComparison.Ordinal)) total.Set(name, quantity);
            total.RaiseTo(Held(pod.Status.AllocatedResources, pod.Status.Resources));
        }
        if (spec.Overhead.Count > 0) total.Add(ResourceAmounts.Of(spec.Overhead));
        return total;
    }

    private static void AddInitContainers(Pod pod, ResourceAmounts total, bool assumeCpu, bool assumeMemory)
    {
        var sidecars = new ResourceAmounts();
        var most = new ResourceAmounts();
        foreach (var container in pod.Spec.InitContainers)
        {
            var requests = Of(pod, container, pod.Status.InitContainerStatuses, assumeCpu, assumeMemory);
            if (container.RestartPolicy == "Always")
            {
                total.Add(requests);
                sidecars.Add(requests);
                most.RaiseTo(sidecars);
            }
            else
            {
                requests.Add(sidecars);
                most.RaiseTo(requests);
            }
        }
        total.RaiseTo(most);
    }

    private static ResourceAmounts Of(Pod pod, Container container, IReadOnlyList<ContainerStatus> statuses, bool assumeCpu, bool assumeMemory)
    {
        IReadOnlyDictionary<string, Quantity>? requests = container.Resources?.Requests;
        var amounts = requests is null ? new ResourceAmounts() : ResourceAmounts.Of(requests);
        if (assumeCpu && requests?.ContainsKey("cpu") != true) amounts.MilliCpu = AssumedMilliCpu;
        if (assumeMemory && requests?.ContainsKey("memory") != true) amounts.Memory = AssumedMemory;
        if (statuses.FirstOrDefault(status => status.Name == container.Name) is not { } held || (held.Resources is null && held.AllocatedResources.Count == 0)) return amounts;
        var has = Held(held.AllocatedResources, held.Resources);
        if (IsInfeasible(pod)) return has;
        amounts.RaiseTo(has);
        return amounts;
    }

    private static bool IsInfeasible(Pod pod) => pod.Status.Conditions.Any(condition => condition is { Type: "PodResizePending", Reason: "Infeasible" });

    private static ResourceAmounts Held(IReadOnlyDictionary<string, Quantity> granted, ResourceRequirements? actual)
    {
        var held = ResourceAmounts.Of(granted);
        if (actual is not null) held.RaiseTo(ResourceAmounts.Of(actual.Requests));
        return held;
    }
}
