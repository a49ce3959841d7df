using System.Net;
using System.Text;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>The names that a pod knows itself by.</summary>
internal static class HostNames
{
    private const int LongestHostname = 63;
    private const int LongestKernelName = 64;

    /// <summary>The short host name: the spec's, else the pod's name; on the host's network the node's.</summary>
    public static string Of(Pod pod, string nodeName)
    {
        if (pod.Spec.HostnameOverride is { Length: > 0 } set) return Shorten(set);
        if (pod.Spec.HostNetwork is true) return nodeName;
        return Shorten(pod.Spec.Hostname is { Length: > 0 } given ? given : pod.Metadata.Name);
    }

    /// <summary>The host name that the kernel is told; empty on the host's network, where it is the node's.</summary>
    /// <exception cref="RuntimeException">The full name that the pod wants is longer than the kernel takes.</exception>
    public static string ForKernel(Pod pod, string nodeName, string clusterDomain)
    {
        if (pod.Spec.HostNetwork is true) return "";
        if (pod.Spec.SetHostnameAsFQDN is not true || FullNameOf(pod, nodeName, clusterDomain) is not { } full) return Of(pod, nodeName);
        return full.Length <= LongestKernelName ? full : throw new RuntimeException(
            $"failed to construct FQDN from pod hostname and cluster domain, FQDN {full} is too long ({LongestKernelName} characters is the max, {full.Length} characters requested)");
    }

    /// <summary>The full name of a pod with a subdomain, or null.</summary>
    public static string? FullNameOf(Pod pod, string nodeName, string clusterDomain) =>
        string.IsNullOrEmpty(pod.Spec.Subdomain) || pod.Spec.HostnameOverride is not null ? null : $"{Of(pod, nodeName)}.{pod.Spec.Subdomain}.{pod.Metadata.Namespace}.svc.{clusterDomain}";

    /// <summary>The content of <c>/etc/hosts</c>.</summary>
    public static string HostsFile(Pod pod, string nodeName, string clusterDomain, IReadOnlyList<IPAddress> addresses)
    {
        var text = new StringBuilder();
        if (pod.Spec.HostNetwork is true)
        {
            text.Append("# Kubernetes-managed hosts file (host network).\n").Append(File.Exists("/etc/hosts") ? File.ReadAllText("/etc/hosts") : "");
        }
        else
        {
            text.Append("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
            var full = FullNameOf(pod, nodeName, clusterDomain);
            foreach (var address in addresses) text.Append(address).Append('\t').Append(full is null ? "" : full + "\t").Append(Of(pod, nodeName)).Append('\n');
        }
        if (pod.Spec.HostAliases.Count > 0)
        {
            text.Append("\n# Entries added by HostAliases.\n");
            foreach (var alias in pod.Spec.HostAliases) text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames).Append('\n');
        }
        return text.ToString();
    }

    private static string Shorten(string name) => name.Length <= LongestHostname ? name : name[..LongestHostname].TrimEnd('-', '.');
}
