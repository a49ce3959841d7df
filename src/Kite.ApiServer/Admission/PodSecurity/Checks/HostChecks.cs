using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.PodSecurity.Checks;

/// <summary>What pods may use of their node.</summary>
internal static class HostChecks
{
    private static readonly string[] SharedNamespaces = ["hostNetwork", "hostPID", "hostIPC"];
    private static readonly string[] Sysctls =
        ["kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start"];

    private static readonly string[] KeepaliveSysctls = ["net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes"];

    /// <summary>No namespace is the node's.</summary>
    public static Violation? Namespaces(PodToCheck pod, LevelVersion at)
    {
        var shared = SharedNamespaces.Where(field => pod.Spec.IsSet(field)).Select(field => $"{field}=true").ToArray();
        return shared.Length == 0 ? null : new("host namespaces", string.Join(", ", shared));
    }

    /// <summary>No volume is a path of the node.</summary>
    public static Violation? Paths(PodToCheck pod, LevelVersion at)
    {
        var volumes = pod.Spec.Objects("volumes").Where(volume => volume.ContainsKey("hostPath")).Select(volume => volume.Text("name")).ToArray();
        return volumes.Length == 0 ? null : new("hostPath volumes", $"{Phrases.Plural("volume", volumes.Length)} {Phrases.Quoted(volumes)}");
    }

    /// <summary>No port is the node's.</summary>
    public static Violation? Ports(PodToCheck pod, LevelVersion at)
    {
        static IEnumerable<string> Of(JsonObject container) => container.Objects("ports").Select(port => port.Integer("hostPort") ?? 0).Where(port => port != 0).Select(port => port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var containers = pod.Names(container => Of(container).Any());
        if (containers.Count == 0) return null;
        var ports = Phrases.Sorted(pod.Containers.SelectMany(Of));
        return new("hostPort", $"{Phrases.Containers(containers)} {Uses(containers.Count)} {Phrases.Plural("hostPort", ports.Count)} {string.Join(", ", ports)}");
    }

    /// <summary>Probes and lifecycle hooks ask the pod, not some host.</summary>
    public static Violation? Probes(PodToCheck pod, LevelVersion at)
    {
        if (!at.Has(34)) return null;
        var containers = Phrases.Sorted(pod.Names(container => Hosts(container).Any()));
        if (containers.Count == 0) return null;
        var hosts = Phrases.Sorted(pod.Containers.SelectMany(Hosts));
        return new("probe or lifecycle host", $"{Phrases.Containers(containers)} {Uses(containers.Count)} {Phrases.Plural("probe or lifecycle host", hosts.Count)} {Phrases.Quoted(hosts)}");
    }

    /// <summary>Only kernel settings that stay in the pod.</summary>
    public static Violation? KernelSettings(PodToCheck pod, LevelVersion at)
    {
        bool IsAllowed(string name) =>
            Sysctls.Contains(name)
            || (at.Has(27) && name == "net.ipv4.ip_local_reserved_ports")
            || (at.Has(29) && KeepaliveSysctls.Contains(name))
            || (at.Has(32) && name is "net.ipv4.tcp_rmem" or "net.ipv4.tcp_wmem");
        var bad = pod.Security.Objects("sysctls").Select(sysctl => sysctl.Text("name")).Where(name => !IsAllowed(name)).ToArray();
        return bad.Length == 0 ? null : new("forbidden sysctls", string.Join(", ", bad));
    }

    /// <summary>No container runs on the node itself (Windows).</summary>
    public static Violation? HostProcesses(PodToCheck pod, LevelVersion at)
    {
        static bool Is(JsonObject? context) => context.Object("windowsOptions").IsSet("hostProcess");
        return Phrases.Setters(Is(pod.Security), pod.Names(container => Is(PodToCheck.SecurityOf(container)))) is { } setters
            ? new("hostProcess", $"{setters} must not set securityContext.windowsOptions.hostProcess=true")
            : null;
    }

    private static string Uses(int count) => count == 1 ? "uses" : "use";

    private static IEnumerable<string> Hosts(JsonObject container)
    {
        var lifecycle = container.Object("lifecycle");
        JsonObject?[] handlers = [container.Object("livenessProbe"), container.Object("readinessProbe"), container.Object("startupProbe"), lifecycle.Object("postStart"), lifecycle.Object("preStop")];
        return handlers.SelectMany(handler => new[] { handler.Object("httpGet").Text("host"), handler.Object("tcpSocket").Text("host") }).Where(host => host.Length > 0);
    }
}
