using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>A pod's quality of service class, from the CPU and memory that it asks for as a whole, or else its containers.</summary>
internal static class QualityOfService
{
    public const string Guaranteed = "Guaranteed";
    public const string Burstable = "Burstable";
    public const string BestEffort = "BestEffort";

    private static readonly string[] Compute = ["cpu", "memory"];

    /// <summary>The class.</summary>
    public static string Of(Pod pod)
    {
        if (pod.Status.QosClass is { Length: > 0 } decided) return decided;
        var any = false;
        var guaranteed = true;
        foreach (var resources in pod.Spec.Resources is { } whole && whole.Requests.Count + whole.Limits.Count > 0 ? [whole] : pod.Spec.InitContainers.Concat(pod.Spec.Containers).Select(container => container.Resources))
        {
            foreach (var name in Compute)
            {
                var hasLimit = resources is not null && resources.Limits.TryGetValue(name, out var limit) && limit.Text is not (null or "0");
                var hasRequest = resources is not null && resources.Requests.TryGetValue(name, out var request) && request.Text is not (null or "0");
                any |= hasLimit || hasRequest;
                guaranteed &= hasLimit && (!hasRequest || resources!.Requests[name] == resources.Limits[name]);
            }
        }
        return !any ? BestEffort : guaranteed ? Guaranteed : Burstable;
    }
}
