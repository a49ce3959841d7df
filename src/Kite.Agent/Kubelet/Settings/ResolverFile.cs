using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Makes a pod's resolver settings by its DNS policy.</summary>
internal sealed class ResolverFile(KubeletOptions options)
{
    private const string ClusterFirst = "ClusterFirst";

    /// <summary>The settings.</summary>
    public ResolverSettings SettingsFor(Pod pod)
    {
        var (servers, searches, settings) = Base(pod);
        if (pod.Spec.DnsConfig is { } extra)
        {
            servers.AddRange(extra.Nameservers);
            searches.AddRange(extra.Searches);
            foreach (var option in extra.Options)
            {
                settings.RemoveAll(setting => setting.Split(':')[0] == option.Name);
                settings.Add(string.IsNullOrEmpty(option.Value) ? option.Name ?? "" : $"{option.Name}:{option.Value}");
            }
        }
        return ResolverSettings.Limited(servers.Distinct().ToArray(), searches.Distinct().ToArray(), settings);
    }

    /// <summary>Why a pod doesn't get the cluster's DNS though it asks for it, or null.</summary>
    public string? MissingClusterDns(Pod pod) => WantsCluster(pod) && options.ClusterDns is null
        ? $"kubelet does not have ClusterDNS IP configured and cannot create Pod using \"{pod.Spec.DnsPolicy ?? ClusterFirst}\" policy. Falling back to \"Default\" policy."
        : null;

    private static bool WantsCluster(Pod pod) => (pod.Spec.DnsPolicy ?? ClusterFirst) is var policy
        && (policy == "ClusterFirstWithHostNet" || (policy == ClusterFirst && pod.Spec.HostNetwork is not true));

    private (List<string> Servers, List<string> Searches, List<string> Settings) Base(Pod pod)
    {
        if (pod.Spec.DnsPolicy == "None") return ([], [], []);
        var node = ReadNode();
        if (!WantsCluster(pod) || options.ClusterDns is null) return node;
        var domain = options.ClusterDomain;
        return ([options.ClusterDns.ToString()], [$"{pod.Metadata.Namespace}.svc.{domain}", $"svc.{domain}", domain, .. node.Searches], ["ndots:5"]);
    }

    private (List<string> Servers, List<string> Searches, List<string> Settings) ReadNode()
    {
        List<string> servers = [], searches = [], settings = [];
        if (!File.Exists(options.ResolverConfiguration)) return (servers, searches, settings);
        foreach (var line in File.ReadLines(options.ResolverConfiguration))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2) continue;
            if (words[0] == "nameserver") servers.Add(words[1]);
            else if (words[0] is "search" or "domain") searches = [.. words[1..].Select(word => word == "." ? word : word.TrimEnd('.'))];
            else if (words[0] == "options") settings.AddRange(words[1..]);
        }
        return (servers, searches, settings);
    }
}
