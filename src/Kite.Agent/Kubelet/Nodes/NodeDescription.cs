using System.Runtime.InteropServices;
using Kite.Agent.Kubelet.Devices;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Describes the machine: what does not change while the kubelet runs, but for the engine's version.</summary>
internal sealed class NodeDescription(KubeletOptions options, NodeCapacity capacity, ExtendedResources devices, NodeAddresses addresses)
{
    private readonly Lazy<NodeSystemInfo> machine = new(() => Machine(options));
    private const int MostImages = 50;
    private const int MostNames = 5;

    /// <summary>What this kubelet does that older ones don't, by the names of upstream's feature gates.</summary>
    private static readonly string[] Declared = ["ExtendWebSocketsToKubelet", "InPlacePodLevelResourcesVerticalScaling", "InPlacePodVerticalScalingInitContainers", "RestartAllContainersOnContainerExits"];

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
        Capacity = Merge(status.Capacity, capacity.Capacity, count => count.Total),
        // What others added to the capacity, such as extended resources of the whole node, is there to be had.
        Allocatable = Merge(status.Capacity, capacity.Allocatable, count => count.Healthy),
        Addresses = [.. addresses.All.Select(address => new NodeAddress { Type = "InternalIP", Address = address.ToString() }), new NodeAddress { Type = "Hostname", Address = options.NodeName }],
        DaemonEndpoints = new NodeDaemonEndpoints { KubeletEndpoint = new DaemonEndpoint { Port = options.Port } },
        Features = engine is null ? status.Features : new NodeFeatures { SupplementalGroupsPolicy = engine.HasStrictGroups },
        DeclaredFeatures = Declared,
        NodeInfo = machine.Value with { ContainerRuntimeVersion = engine is null ? status.NodeInfo?.ContainerRuntimeVersion ?? "" : $"{engine.Name}://{engine.Version}" },
        RuntimeHandlers = engine is null ? status.RuntimeHandlers : [.. engine.Handlers.Select(Describe)],
        Images = images is null ? status.Images : images.OrderByDescending(image => image.SizeBytes).ThenBy(image => image.Id, StringComparer.Ordinal).Take(MostImages)
            .Select(image => new ContainerImage { Names = [.. image.Digests.Concat(image.Tags).Take(MostNames)], SizeBytes = image.SizeBytes }).ToArray(),
    };

    private static NodeRuntimeHandler Describe(RuntimeHandler handler) => new()
    {
        Name = handler.Name.Length > 0 ? handler.Name : null,
        Features = new NodeRuntimeHandlerFeatures { RecursiveReadOnlyMounts = Volumes.Mounts.CanBindReadOnly, UserNamespaces = handler.HasUserNamespaces },
    };

    private Dictionary<string, Quantity> Merge(IReadOnlyDictionary<string, Quantity> reported, IReadOnlyDictionary<string, Quantity> own, Func<DeviceCount, long> count)
    {
        var merged = new Dictionary<string, Quantity>(reported, StringComparer.Ordinal);
        foreach (var (name, quantity) in own) merged[name] = quantity;
        foreach (var (name, counted) in devices.Counts) merged[name] = Quantity.Of(count(counted));
        return merged;
    }

    private static NodeSystemInfo Machine(KubeletOptions options) => new()
    {
        MachineID = ProcFiles.Text("/etc/machine-id"),
        SystemUUID = ProcFiles.Text("/sys/class/dmi/id/product_uuid") is { Length: > 0 } uuid ? uuid : ProcFiles.Text("/etc/machine-id"),
        BootID = ProcFiles.Text("/proc/sys/kernel/random/boot_id"),
        KernelVersion = ProcFiles.Text("/proc/sys/kernel/osrelease"),
        OsImage = ProcFiles.Value("/etc/os-release", "PRETTY_NAME=") ?? "Linux",
        KubeletVersion = options.Version,
        KubeProxyVersion = options.Version,
        OperatingSystem = "linux",
        Architecture = Architecture,
        Swap = Swap(),
    };

    private static NodeSwapStatus? Swap()
    {
        Span<long> kibibytes = stackalloc long[1];
        CgroupFile.Numbers("/proc/meminfo", ["SwapTotal"], kibibytes);
        return kibibytes[0] > 0 ? new NodeSwapStatus { Capacity = kibibytes[0] * 1024 } : null;
    }
}
