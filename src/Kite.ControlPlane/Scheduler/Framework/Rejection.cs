namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>Why a node, or every node, isn't for a pod.</summary>
/// <param name="Reasons">The reasons in kube-scheduler's words; each is counted by node in the pod's condition.</param>
/// <param name="IsResolvable">True where removing other pods could help.</param>
internal sealed record Rejection(IReadOnlyList<string> Reasons, bool IsResolvable)
{
    /// <summary>A rejection that removing pods can lift.</summary>
    internal static Rejection Of(string reason) => new([reason], IsResolvable: true);

    /// <summary>A rejection that removing pods can't lift.</summary>
    internal static Rejection Unresolvable(string reason) => new([reason], IsResolvable: false);
}
