using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Resources;

/// <summary>What a pod asks for, or may use at most: its containers together, or the most that its init containers need beside the sidecars started before them.</summary>
/// <remarks>CPU is in thousandths of a core, everything else in units.</remarks>
internal static class PodAmounts
{
    /// <summary>The requests.</summary>
    public static Dictionary<string, long> Requests(Pod pod) => Sum(pod.Spec, Requested, pod.Spec.Resources?.Requests, pod.Spec.Overhead);

    /// <summary>What its containers ask for, whatever the pod asks for as a whole.</summary>
    public static Dictionary<string, long> OfContainers(Pod pod) => Sum(pod.Spec, Requested, null, null);

    /// <summary>What a running pod takes of its node: its requests, and while it is resized the most of what it was granted and what it still has.</summary>
    public static Dictionary<string, long> Taken(Pod pod)
    {
        var statuses = pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses).Where(status => status.Resources is not null || status.AllocatedResources.Count > 0).ToArray();
        if (statuses.Length == 0) return Requests(pod);
        return Sum(
            pod.Spec,
            container => statuses.FirstOrDefault(status => status.Name == container.Name) is { } status
                ? Most(Most(Requested(container), status.AllocatedResources), status.Resources?.Requests) : Requested(container),
            Most(Most(pod.Spec.Resources?.Requests, pod.Status.AllocatedResources), pod.Status.Resources?.Requests),
            pod.Spec.Overhead);
    }

    /// <summary>The limits: of a resource that some container has no limit of, nothing.</summary>
    public static Dictionary<string, long> Limits(Pod pod)
    {
        var limits = Sum(pod.Spec, container => container.Resources?.Limits, pod.Spec.Resources?.Limits, null);
        foreach (var name in limits.Keys.ToArray())
        {
            var isForPod = pod.Spec.Resources?.Limits.ContainsKey(name) is true;
            if (!isForPod && !Lasting(pod.Spec).All(container => container.Resources?.Limits.ContainsKey(name) is true)) limits.Remove(name);
        }
        foreach (var (name, quantity) in pod.Spec.Overhead)
            if (limits.ContainsKey(name)) limits[name] += Units(name, quantity);
        return limits;
    }

    /// <summary>A quantity in the units used here.</summary>
    public static long Units(string name, Quantity quantity) => name == "cpu" ? quantity.MilliValue : quantity.Value;

    /// <summary>True for the resources that a pod may name for all its containers together.</summary>
    private static bool IsForPod(string name) => name is "cpu" or "memory" || name.StartsWith("hugepages-", StringComparison.Ordinal);

    private static IEnumerable<Container> Lasting(PodSpec spec) => spec.InitContainers.Where(IsSidecar).Concat(spec.Containers);

    private static bool IsSidecar(Container container) => container.RestartPolicy == "Always";

    /// <summary>A limit without a request is a request.</summary>
    private static IReadOnlyDictionary<string, Quantity>? Requested(Container container)
    {
        if (container.Resources is not { } resources || resources.Limits.Keys.All(resources.Requests.ContainsKey)) return container.Resources?.Requests;
        var all = new Dictionary<string, Quantity>(resources.Limits, StringComparer.Ordinal);
        foreach (var (name, quantity) in resources.Requests) all[name] = quantity;
        return all;
    }

    private static Dictionary<string, long> Sum(
        PodSpec spec, Func<Container, IReadOnlyDictionary<string, Quantity>?> of, IReadOnlyDictionary<string, Quantity>? forPod, IReadOnlyDictionary<string, Quantity>? overhead)
    {
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var container in spec.Containers) Add(total, of(container));
        var sidecars = new Dictionary<string, long>(StringComparer.Ordinal);
        var most = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var container in spec.InitContainers)
        {
            var needed = new Dictionary<string, long>(sidecars, StringComparer.Ordinal);
            Add(needed, of(container));
            Raise(most, needed);
            if (!IsSidecar(container)) continue;
            Add(total, of(container));
            sidecars = needed;
        }
        Raise(total, most);
        foreach (var (name, quantity) in forPod ?? new Dictionary<string, Quantity>())
            if (IsForPod(name)) total[name] = Units(name, quantity);
        Add(total, overhead);
        return total;
    }

    private static IReadOnlyDictionary<string, Quantity>? Most(IReadOnlyDictionary<string, Quantity>? left, IReadOnlyDictionary<string, Quantity>? right)
    {
        if (right is null || right.Count == 0) return left;
        if (left is null || left.Count == 0) return right;
        var most = new Dictionary<string, Quantity>(left, StringComparer.Ordinal);
        foreach (var (name, quantity) in right)
            if (!most.TryGetValue(name, out var known) || known < quantity) most[name] = quantity;
        return most;
    }

    private static void Add(Dictionary<string, long> total, IReadOnlyDictionary<string, Quantity>? amounts)
    {
        if (amounts is null) return;
        foreach (var (name, quantity) in amounts) total[name] = total.GetValueOrDefault(name) + Units(name, quantity);
    }

    private static void Raise(Dictionary<string, long> total, Dictionary<string, long> other)
    {
        foreach (var (name, amount) in other) total[name] = Math.Max(total.GetValueOrDefault(name), amount);
    }
}
