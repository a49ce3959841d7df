using System.Net;
using Kite.Agent.Images;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;

namespace Kite.Agent.Kubelet;

/// <summary>How this node presents itself and where it keeps its things.</summary>
public sealed record KubeletOptions
{
    /// <summary>The name of this node's Node object.</summary>
    public required string NodeName { get; init; }

    /// <summary>Where state lives.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where pods' files and plugins' sockets are, which drivers look for under <c>/var/lib/kubelet</c>; null for <c>kubelet</c> in the data directory.</summary>
    public string? KubeletDirectory { get; init; }

    /// <summary>Where pods' files and plugins' sockets are.</summary>
    internal string RootDirectory => KubeletDirectory ?? Path.Combine(DataDirectory, "kubelet");

    /// <summary>The version that nodes and pods report, such as <c>v1.35.0+kite0.1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The Docker Engine's endpoint.</summary>
    public Uri DockerEndpoint { get; init; } = new("unix:///var/run/docker.sock");

    /// <summary>A runtime that speaks CRI in place of Docker, such as <c>unix:///run/containerd/containerd.sock</c>; null for Docker.</summary>
    public Uri? RuntimeEndpoint { get; init; }

    /// <summary>The node's own address; null takes the one on the interface with the default route.</summary>
    public IPAddress? NodeIP { get; init; }

    /// <summary>The address of the cluster's DNS service; null leaves pods with the node's resolvers.</summary>
    public IPAddress? ClusterDns { get; init; }

    /// <summary>The DNS domain of the cluster.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The node's resolver configuration, which pods with <c>dnsPolicy: Default</c> get.</summary>
    public string ResolverConfiguration { get; init; } = "/etc/resolv.conf";

    /// <summary>Kernel parameters beyond the safe ones that pods may set: names, or patterns with a star at their end.</summary>
    public IReadOnlyList<string> AllowedUnsafeSysctls { get; init; } = [];

    /// <summary>How images are pulled and removed.</summary>
    public ImageOptions Images { get; init; } = new();

    /// <summary>The directory of static pods' manifests, or a single one; null for <c>manifests</c> in the data directory.</summary>
    public string? PodManifestPath { get; init; }

    /// <summary>True to keep the Secrets that pods are made from in the node's own record, readable for root only, so that these pods start while no server can be reached; else they wait for it.</summary>
    public bool OfflineSecrets { get; init; } = true;

    /// <summary>Where the manifests of static pods are.</summary>
    internal string ManifestPath => PodManifestPath ?? Path.Combine(DataDirectory, "manifests");

    /// <summary>How many pods fit on the node.</summary>
    public int MaxPods { get; init; } = 110;

    /// <summary>How many processes and threads a pod may have; -1 for as many as the node.</summary>
    public long PodPidsLimit { get; init; } = -1;

    /// <summary>What is set aside for Kite, the engine and what else Kubernetes needs.</summary>
    public ReservedResources KubeReserved { get; init; } = ReservedResources.None;

    /// <summary>What is set aside for the rest of the system.</summary>
    public ReservedResources SystemReserved { get; init; } = ReservedResources.None;

    /// <summary>When pods are evicted at once.</summary>
    public IReadOnlyList<EvictionThreshold> EvictionHard { get; init; } = EvictionThresholds.TryParse(EvictionThresholds.Default, out var thresholds) ? thresholds : [];

    /// <summary>When pods are evicted after a time.</summary>
    public IReadOnlyList<EvictionThreshold> EvictionSoft { get; init; } = [];

    /// <summary>How long pods that are evicted after a time get to end, at most.</summary>
    public TimeSpan EvictionMaxPodGracePeriod { get; init; }

    /// <summary>For how long a node says that a resource runs out after it doesn't any more.</summary>
    public TimeSpan EvictionPressureTransitionPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The port of the kubelet's own API.</summary>
    public int Port { get; init; } = 10250;

    /// <summary>Labels on top of the usual ones, set when the Node is created.</summary>
    public IReadOnlyDictionary<string, string> NodeLabels { get; init; } = new Dictionary<string, string>();
}
