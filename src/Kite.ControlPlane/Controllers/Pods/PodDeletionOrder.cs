using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Pods;

/// <summary>Orders pods by how little is lost when they are deleted, least first: upstream's <c>ActivePodsWithRanks</c>.</summary>
/// <param name="ranks">How many related pods run on a node, by node name; crowded nodes lose first.</param>
/// <param name="now">The time that ages are counted to.</param>
internal sealed class PodDeletionOrder(IReadOnlyDictionary<string, int> ranks, DateTimeOffset now) : IComparer<Pod>
{
    private const string CostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

    /// <inheritdoc/>
    public int Compare(Pod? x, Pod? y)
    {
        var order = IsAssigned(x!).CompareTo(IsAssigned(y!));
        if (order == 0) order = Phase(x!).CompareTo(Phase(y!));
        if (order == 0) order = x!.IsReady().CompareTo(y!.IsReady());
        if (order == 0) order = Cost(x!).CompareTo(Cost(y!));
        if (order == 0) order = Rank(y!).CompareTo(Rank(x!));
        if (order == 0 && x!.IsReady() && y!.IsReady()) order = CompareAge(ReadySince(x!), ReadySince(y!));
        if (order == 0) order = Restarts(y!).CompareTo(Restarts(x!));
        if (order == 0) order = CompareAge(x!.Metadata.CreationTimestamp, y!.Metadata.CreationTimestamp);
        return order;
    }

    private static bool IsAssigned(Pod pod) => !string.IsNullOrEmpty(pod.Spec.NodeName);

    private static int Phase(Pod pod) => pod.Status.Phase switch { "Running" => 2, "Unknown" => 1, _ => 0 };

    private static int Cost(Pod pod) =>
        pod.Metadata.Annotations.TryGetValue(CostAnnotation, out var text) && int.TryParse(text, out var cost) ? cost : 0;

    private static DateTimeOffset? ReadySince(Pod pod) => pod.Condition("Ready")?.LastTransitionTime;

    private static int Restarts(Pod pod) => pod.Status.ContainerStatuses.Select(status => status.RestartCount).DefaultIfEmpty().Max();

    private int Rank(Pod pod) => ranks.GetValueOrDefault(pod.Spec.NodeName ?? "");

    /// <summary>Younger first; ages are compared on a logarithmic scale so that near contemporaries are told apart by nothing but chance.</summary>
    private int CompareAge(DateTimeOffset? x, DateTimeOffset? y)
    {
        if (x is null || y is null) return (y is null).CompareTo(x is null);
        return Magnitude(x.Value).CompareTo(Magnitude(y.Value));
    }

    private int Magnitude(DateTimeOffset since)
    {
        var age = now - since;
        return age.Ticks <= 0 ? 0 : (int)Math.Log2(age.TotalNanoseconds);
    }
}
