using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>Decides when taints drive a pod off its node.</summary>
internal static class TaintTolerance
{
    /// <summary>When the pod has to go: null for never, a past time for at once.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="taints">The node's taints.</param>
    internal static DateTimeOffset? EvictAt(Pod pod, IEnumerable<Taint> taints)
    {
        DateTimeOffset? earliest = null;
        foreach (var taint in taints.Where(taint => taint.Effect == "NoExecute"))
        {
            var tolerations = pod.Spec.Tolerations.Where(toleration => Tolerates(toleration, taint)).ToList();
            if (tolerations.Count == 0) return DateTimeOffset.MinValue;
            if (tolerations.Select(toleration => toleration.TolerationSeconds).Min() is not { } seconds) continue;
            var at = (taint.TimeAdded ?? DateTimeOffset.MinValue).AddSeconds(Math.Max(0, seconds));
            if (earliest is null || at < earliest) earliest = at;
        }
        return earliest;
    }

    private static bool Tolerates(Toleration toleration, Taint taint)
    {
        if (!string.IsNullOrEmpty(toleration.Effect) && toleration.Effect != taint.Effect) return false;
        if (!string.IsNullOrEmpty(toleration.Key) && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            "Exists" => true,
            null or "" or "Equal" => !string.IsNullOrEmpty(toleration.Key) && (toleration.Value ?? "") == (taint.Value ?? ""),
            _ => false,
        };
    }
}
