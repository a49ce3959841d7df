namespace Kite.Agent.Runtime.Cri;

/// <summary>Which container runtime, and for which node.</summary>
/// <param name="Endpoint">Its socket, such as <c>unix:///run/containerd/containerd.sock</c>.</param>
/// <param name="NodeName">The node's name, which marks all that is made for it.</param>
internal sealed record CriOptions(Uri Endpoint, string NodeName)
{
    /// <summary>Where containers' logs lie; log collectors look here.</summary>
    public string LogDirectory { get; init; } = "/var/log/pods";

    /// <summary>Where every container's log has a link that tells pod, namespace, container and id.</summary>
    public string LinkDirectory { get; init; } = "/var/log/containers";
}
