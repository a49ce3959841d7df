using System.Runtime.InteropServices;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Describes the machine: what does not change while the kubelet runs, but for the engine's version.</summary>
internal sealed class NodeDescription(KubeletOptions options, NodeCapacity capacity, NodeAddresses addresses)
{
    private const int MostImages = 50;
    private const int MostNames = 5;

    /// <summary>The architecture as images and labels name it.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>The labels that every node has.</summary>
    public Dictionary<string, string> Labels => new(options.NodeLabels, StringComparer.Ordinal)
    {
        ["kubernetes.io/hostname"] = options.NodeName,
        ["kubernetes.io/os"] = "linux",
        ["kubernetes.io/arch"] = Architecture,
        ["beta.kubernetes.io/os"] = "linux",
        ["beta.kubernetes.io/arch"] = Architecture,
    };

    /// <summary>Adds the description to a status; what the engine says only where it is there.</summary>
    public NodeStatus AddTo(NodeStatus status, RuntimeInfo? engine, IReadOnlyList<RuntimeImage>? images) => status with
    {
        Capacity = capacity.Capacity,
        Allocatable = capacity.Allocatable,
        Addresses = [.. addresses.All.Select(address => new NodeAddress { Type = "InternalIP", Address = address.ToString() }), new NodeAddress { Type = "Hostname", Address = options.NodeName }],
        DaemonEndpoints = new NodeDaemonEndpoints { KubeletEndpoint = new DaemonEndpoint { Port = options.Port } },
        Features = new NodeFeatures { SupplementalGroupsPolicy = true },
        NodeInfo = Info(engine is null ? status.NodeInfo?.ContainerRuntimeVersion ?? "" : $"{engine.Name}://{engine.Version}"),
        Images = images is null ? status.Images : images.OrderByDescending(image => image.SizeBytes).ThenBy(image => image.Id, StringComparer.Ordinal).Take(MostImages)
            .Select(image => new ContainerImage { Names = [.. image.Digests.Concat(image.Tags).Take(MostNames)], SizeBytes = image.SizeBytes }).ToArray(),
    };

    private NodeSystemInfo Info(string runtimeVersion) => new()
    {
        MachineID = ProcFiles.Text("/etc/machine-id"),
        SystemUUID = ProcFiles.Text("/sys/class/dmi/id/product_uuid") is { Length: > 0 } uuid ? uuid : ProcFiles.Text("/etc/machine-id"),
        BootID = ProcFiles.Text("/proc/sys/kernel/random/boot_id"),
        KernelVersion = ProcFiles.Text("/proc/sys/kernel/osrelease"),
        OsImage = ProcFiles.Value("/etc/os-release", "PRETTY_NAME=") ?? "Linux",
        ContainerRuntimeVersion = runtimeVersion,
        KubeletVersion = options.Version,
        KubeProxyVersion = options.Version,
        OperatingSystem = "linux",
        Architecture = Architecture,
    };
}
