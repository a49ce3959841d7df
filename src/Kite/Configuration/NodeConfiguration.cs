using System.Net;
using Microsoft.Extensions.Logging;

namespace Kite.Configuration;

/// <summary>What server and agent are both told, checked.</summary>
internal sealed record NodeConfiguration
{
    /// <summary>Where Kite keeps its state.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The lowest level that is logged.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>The node's name.</summary>
    public required string NodeName { get; init; }

    /// <summary>The node's address.</summary>
    public required IPAddress NodeAddress { get; init; }

    /// <summary>The Docker Engine.</summary>
    public required Uri DockerEndpoint { get; init; }

    /// <summary>The runtime that speaks CRI; null where Docker runs the pods.</summary>
    public required Uri? ContainerRuntimeEndpoint { get; init; }

    /// <summary>The pods' network.</summary>
    public required IPNetwork ClusterCidr { get; init; }

    /// <summary>The Services' networks: one, or one of each address family, the default one first.</summary>
    public required IReadOnlyList<IPNetwork> ServiceCidrs { get; init; }

    /// <summary>The Services' network, of the default address family.</summary>
    public IPNetwork ServiceCidr => ServiceCidrs[0];

    /// <summary>The address of the cluster DNS.</summary>
    public required IPAddress ClusterDns { get; init; }

    /// <summary>The domain of the cluster DNS.</summary>
    public required string ClusterDomain { get; init; }

    /// <summary>The kubelet.</summary>
    public KubeletConfiguration Kubelet { get; init; } = new();

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static NodeConfiguration From(Settings settings)
    {
        var services = settings.Parse<IReadOnlyList<IPNetwork>>(CommonSettings.ServiceCidr, "a network such as 10.43.0.0/16, or one of each address family with a comma between; IPv6 from /64 on", [], ServiceNetworks.TryParse);
        return new NodeConfiguration
        {
            DataDirectory = Path.GetFullPath(settings.Required(CommonSettings.DataDir)),
            LogLevel = settings.Parse<LogLevel>(CommonSettings.LogLevel, "debug, info, warn or error", LogLevel.Information, TryParseLevel),
            NodeName = settings.Parse(CommonSettings.NodeName, "a DNS name in lower case", Environment.MachineName.ToLowerInvariant(), TryParseName),
            NodeAddress = settings.Address(CommonSettings.NodeIp) ?? HostAddress.OfDefaultRoute(),
            DockerEndpoint = settings.Parse<Uri?>(CommonSettings.DockerEndpoint, "an address such as unix:///var/run/docker.sock", null, TryParseEndpoint)!,
            ContainerRuntimeEndpoint = settings.Parse<Uri?>(CommonSettings.ContainerRuntimeEndpoint, "a socket such as unix:///run/containerd/containerd.sock", null, TryParseSocket),
            ClusterCidr = settings.Network(CommonSettings.ClusterCidr),
            ServiceCidrs = services,
            ClusterDns = settings.Address(CommonSettings.ClusterDns) ?? NetworkAddresses.Nth(services[0], 10),
            ClusterDomain = settings.Required(CommonSettings.ClusterDomain).TrimEnd('.'),
            Kubelet = KubeletConfiguration.From(settings),
        };
    }

    private static bool TryParseEndpoint(string text, out Uri? endpoint) => Uri.TryCreate(text, UriKind.Absolute, out endpoint) && endpoint.Scheme is "unix" or "tcp" or "http";

    private static bool TryParseSocket(string text, out Uri? endpoint) => Uri.TryCreate(text, UriKind.Absolute, out endpoint) && endpoint is { Scheme: "unix", AbsolutePath.Length: > 1 };

    private static bool TryParseName(string text, out string name)
    {
        name = text;
        return text.Length <= 253 && text.Split('.').All(label => label.Length is > 0 and < 64 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
    }

    private static bool TryParseLevel(string text, out LogLevel level)
    {
        level = text switch
        {
            "debug" => LogLevel.Debug,
            "info" => LogLevel.Information,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.None,
        };
        return level is not LogLevel.None;
    }
}
