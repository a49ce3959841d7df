using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>A port that a pod takes of its node.</summary>
/// <param name="Ip">The address; <c>0.0.0.0</c> for all.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Port">The port.</param>
internal readonly record struct HostPort(string Ip, string Protocol, int Port)
{
    private const string AnyIp = "0.0.0.0";

    /// <summary>The ports that a pod takes; shared and empty for most.</summary>
    internal static IReadOnlyList<HostPort> Of(PodSpec spec)
    {
        List<HostPort>? ports = null;
        foreach (var container in spec.Containers) Collect(container, ref ports);
        foreach (var container in spec.InitContainers)
            if (container.RestartPolicy == "Always") Collect(container, ref ports);
        return ports is null ? [] : ports;
    }

    /// <summary>True where both can't be on one node.</summary>
    internal bool Conflicts(HostPort other) =>
        Port == other.Port && Protocol == other.Protocol && (Ip == other.Ip || Ip == AnyIp || other.Ip == AnyIp);

    private static void Collect(Container container, ref List<HostPort>? ports)
    {
        foreach (var port in container.Ports)
        {
            if (port.HostPort is not > 0) continue;
            (ports ??= []).Add(new HostPort(string.IsNullOrEmpty(port.HostIP) ? AnyIp : port.HostIP, port.Protocol ?? "TCP", port.HostPort.Value));
        }
    }
}
