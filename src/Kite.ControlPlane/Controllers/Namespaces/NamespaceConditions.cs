using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Namespaces;

/// <summary>Says in a namespace's conditions what still stands in the way of its deletion.</summary>
internal static class NamespaceConditions
{
    /// <summary>The status with its conditions brought up to date.</summary>
    internal static NamespaceStatus Report(NamespaceStatus status, NamespaceRemains remains, DateTimeOffset now) => status with
    {
        Phase = "Terminating",
        Conditions = [.. Make(remains).Select(condition => Merge(status, condition, now))],
    };

    private static IEnumerable<NamespaceCondition> Make(NamespaceRemains remains)
    {
        yield return remains.DiscoveryFailures.Count > 0
            ? Make("NamespaceDeletionDiscoveryFailure", "True", "DiscoveryFailed", $"Discovery failed for some groups, {remains.DiscoveryFailures.Count} failing: unable to retrieve the complete list of server APIs: {string.Join(", ", remains.DiscoveryFailures)}")
            : Make("NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered");
        yield return Make("NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed");
        yield return remains.Failures.Count > 0
            ? Make("NamespaceDeletionContentFailure", "True", "ContentDeletionFailed", $"Failed to delete all resource types, {remains.Failures.Count} remaining: {string.Join(", ", remains.Failures.Order(StringComparer.Ordinal))}")
            : Make("NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        yield return remains.ByResource.Count > 0
            ? Make("NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {string.Join(", ", remains.ByResource.Select(pair => $"{pair.Key} has {pair.Value} resource instances"))}")
            : Make("NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed");
        yield return remains.ByFinalizer.Count > 0
            ? Make("NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {string.Join(", ", remains.ByFinalizer.Select(pair => $"{pair.Key} in {pair.Value} resource instances"))}")
            : Make("NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished");
    }

    private static NamespaceCondition Make(string type, string status, string reason, string message) => new() { Type = type, Status = status, Reason = reason, Message = message };

    private static NamespaceCondition Merge(NamespaceStatus status, NamespaceCondition condition, DateTimeOffset now)
    {
        var old = status.Conditions.FirstOrDefault(old => old.Type == condition.Type);
        return condition with { LastTransitionTime = old is not null && old.Status == condition.Status ? old.LastTransitionTime : now };
    }
}
