using System.Text;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>What a pod's resolver is told, within the limits that resolvers have.</summary>
/// <param name="Servers">The name servers, in order.</param>
/// <param name="Searches">The domains that short names are looked up in, in order.</param>
/// <param name="Options">The options, <c>name[:value]</c>.</param>
/// <param name="Omissions">What had to be left out, in words for an event.</param>
internal sealed record ResolverSettings(IReadOnlyList<string> Servers, IReadOnlyList<string> Searches, IReadOnlyList<string> Options, IReadOnlyList<string> Omissions)
{
    private const int MostServers = 3;
    private const int MostSearches = 32;
    private const int LongestSearchLine = 2048;

    /// <summary>The settings with no more than resolvers take.</summary>
    public static ResolverSettings Limited(IReadOnlyList<string> servers, IReadOnlyList<string> searches, IReadOnlyList<string> options)
    {
        var omissions = new List<string>();
        if (servers.Count > MostServers)
        {
            servers = servers.Take(MostServers).ToArray();
            omissions.Add($"Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: {string.Join(' ', servers)}");
        }
        var fitting = Fitting(searches);
        if (fitting.Count < searches.Count) omissions.Add($"Search Line limits were exceeded, some search paths have been omitted, the applied search line is: {string.Join(' ', fitting)}");
        return new ResolverSettings(servers, fitting, options, omissions);
    }

    /// <summary>The content of <c>/etc/resolv.conf</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Searches.Count > 0) text.Append("search ").AppendJoin(' ', Searches).Append('\n');
        foreach (var server in Servers) text.Append("nameserver ").Append(server).Append('\n');
        if (Options.Count > 0) text.Append("options ").AppendJoin(' ', Options).Append('\n');
        return text.ToString();
    }

    private static List<string> Fitting(IReadOnlyList<string> searches)
    {
        var fitting = new List<string>(Math.Min(searches.Count, MostSearches));
        var length = -1;
        foreach (var search in searches.Take(MostSearches))
        {
            length += 1 + search.Length;
            if (length > LongestSearchLine) break;
            fitting.Add(search);
        }
        return fitting;
    }
}
