using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>The content of a pod's <c>/etc/resolv.conf</c>, by its DNS policy.</summary>
internal sealed class ResolverFile(KubeletOptions options)
{
    /// <summary>The content.</summary>
    public string ContentFor(Pod pod)
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
        var text = new System.Text.StringBuilder();
        if (searches.Count > 0) text.Append("search ").AppendJoin(' ', searches.Distinct()).Append('\n');
        foreach (var server in servers.Distinct()) text.Append("nameserver ").Append(server).Append('\n');
        if (settings.Count > 0) text.Append("options ").AppendJoin(' ', settings).Append('\n');
        return text.ToString();
    }

    private (List<string> Servers, List<string> Searches, List<string> Settings) Base(Pod pod)
    {
        var policy = pod.Spec.DnsPolicy ?? "ClusterFirst";
        if (policy == "None") return ([], [], []);
        var node = ReadNode();
        var isCluster = policy == "ClusterFirstWithHostNet" || (policy == "ClusterFirst" && pod.Spec.HostNetwork is not true);
        if (!isCluster || options.ClusterDns is null) return node;
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
