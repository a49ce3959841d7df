using System.Net;

namespace Kite.Agent.Dns.Forwarding;

/// <summary>The resolvers that the host uses, read again when their file has changed.</summary>
internal sealed class UpstreamServers(ClusterDnsOptions options, TimeProvider time)
{
    private const int DnsPort = 53;

    // systemd-resolved's list of real servers; the file proper names only its own stub.
    private const string SystemdResolvConf = "/run/systemd/resolve/resolv.conf";
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private IReadOnlyList<IPEndPoint> servers = [];
    private long lastLook;
    private DateTime fileTime;

    public IReadOnlyList<IPEndPoint> Current
    {
        get
        {
            lock (gate)
            {
                if (lastLook != 0 && time.GetElapsedTime(lastLook) < LookInterval) return servers;
                lastLook = time.GetTimestamp();
                var modified = File.GetLastWriteTimeUtc(options.ResolvConf);
                if (modified != fileTime) servers = Read(options.ResolvConf);
                fileTime = modified;
                return servers;
            }
        }
    }

    private IPEndPoint[] Read(string path)
    {
        try
        {
            var found = Parse(File.ReadAllText(path));
            var isStub = found.Length == 1 && found[0].Address.ToString() == "127.0.0.53" && path != SystemdResolvConf;
            return isStub && File.Exists(SystemdResolvConf) ? Read(SystemdResolvConf) : found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Asking itself would go in circles.
    private IPEndPoint[] Parse(string text) => text.Split('\n')
        .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Where(words => words is ["nameserver", _, ..])
        .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null)
        .OfType<IPAddress>().Where(address => !address.Equals(options.Address)).Distinct()
        .Select(address => new IPEndPoint(address, DnsPort)).ToArray();
}
