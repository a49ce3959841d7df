using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>Tells who makes a namespace stricter which pods in it would be refused now.</summary>
internal static class ExistingPods
{
    /// <summary>Pods.</summary>
    public static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true);

    private const int MaxChecked = 3000;

    /// <summary>The warnings; pods that break the same are named together.</summary>
    public static IEnumerable<string> Warnings(string @namespace, IReadOnlyCollection<CachedObject> pods, LevelVersion enforce)
    {
        var broken = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var pod in pods.Take(MaxChecked))
        {
            var value = JsonCodec.ParseObject(pod.Json.Span);
            var reasons = string.Join(", ", PodSecurityStandards.Violations(new PodToCheck(value.Object("metadata"), value.Object("spec")), enforce).Select(violation => violation.Reason));
            if (reasons.Length == 0) continue;
            if (!broken.TryGetValue(reasons, out var names)) broken.Add(reasons, names = []);
            names.Add(pod.Key.Name);
        }
        if (pods.Count > MaxChecked) yield return $"new PodSecurity enforce level only checked against the first {MaxChecked} of {pods.Count} existing pods";
        if (broken.Count > 0) yield return $"existing pods in namespace \"{@namespace}\" violate the new PodSecurity enforce level \"{enforce}\"";
        foreach (var warning in broken.Select(pair => $"{Named(pair.Value)}: {pair.Key}").Order(StringComparer.Ordinal)) yield return warning;
    }

    private static string Named(List<string> names) => names.Count switch
    {
        1 => names[0],
        2 => $"{names[0]} (and 1 other pod)",
        _ => $"{names[0]} (and {names.Count - 1} other pods)",
    };
}
