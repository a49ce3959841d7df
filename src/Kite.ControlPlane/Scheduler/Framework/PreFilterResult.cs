namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>What a plugin says before nodes are looked at.</summary>
/// <param name="Filter">What to ask of each node, or null for nothing.</param>
/// <param name="Rejection">Why no node can do, or null.</param>
/// <param name="NodeNames">The only nodes that can do, or null for no limit.</param>
internal readonly record struct PreFilterResult(INodeFilter? Filter, Rejection? Rejection = null, IReadOnlySet<string>? NodeNames = null)
{
    /// <summary>The plugin has nothing to say about the pod.</summary>
    internal static PreFilterResult Skip => default;
}
