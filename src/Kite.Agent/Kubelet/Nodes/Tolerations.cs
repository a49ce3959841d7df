using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Which taints are tolerated.</summary>
internal static class Tolerations
{
    /// <summary>True where a toleration covers a taint.</summary>
    public static bool Covers(Toleration toleration, Taint taint) =>
        (string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
        && (string.IsNullOrEmpty(toleration.Key) || toleration.Key == taint.Key)
        && toleration.Operator switch
        {
            "Exists" => true,
            null or "" or "Equal" => (toleration.Value ?? "") == (taint.Value ?? ""),
            _ => false,
        };
}
