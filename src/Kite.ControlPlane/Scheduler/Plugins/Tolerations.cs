using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Which taints a pod tolerates.</summary>
internal static class Tolerations
{
    /// <summary>True where one of the tolerations covers the taint.</summary>
    internal static bool Tolerate(this IReadOnlyList<Toleration> tolerations, Taint taint)
    {
        for (var i = 0; i < tolerations.Count; i++)
            if (Covers(tolerations[i], taint)) return true;
        return false;
    }

    private static bool Covers(Toleration toleration, Taint taint)
    {
        if (!string.IsNullOrEmpty(toleration.Effect) && toleration.Effect != taint.Effect) return false;
        if (!string.IsNullOrEmpty(toleration.Key) && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            "Exists" => true,
            null or "" or "Equal" => (toleration.Value ?? "") == (taint.Value ?? ""),
            _ => false,
        };
    }
}
