using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>A node with its pods and what they take, kept up to date pod by pod.</summary>
internal sealed class NodeInfo(string name)
{
    private readonly List<PodInfo> pods = [];
    private readonly List<HostPort> usedPorts = [];

    /// <summary>The name.</summary>
    internal string Name { get; } = name;

    /// <summary>The node; null while only pods that claim to be on it are known.</summary>
    internal Node? Node { get; private set; }

    /// <summary>The labels.</summary>
    internal IReadOnlyDictionary<string, string> Labels { get; private set; } = new Dictionary<string, string>();

    /// <summary>What pods can take.</summary>
    internal ResourceAmounts Allocatable { get; private set; } = new();

    /// <summary>How many pods it can hold.</summary>
    internal long AllowedPods { get; private set; }

    /// <summary>What its pods take.</summary>
    internal ResourceAmounts Requested { get; private init; } = new();

    /// <summary>What its pods are taken to take when scoring.</summary>
    internal ResourceAmounts AssumedRequested { get; private init; } = new();

    /// <summary>True where it is cordoned.</summary>
    internal bool IsUnschedulable { get; private set; }

    /// <summary>The taints that keep pods off.</summary>
    internal IReadOnlyList<Taint> HardTaints { get; private set; } = [];

    /// <summary>The taints that pods better avoid.</summary>
    internal IReadOnlyList<Taint> SoftTaints { get; private set; } = [];

    /// <summary>The sizes of its images by name.</summary>
    internal IReadOnlyDictionary<string, long> Images { get; private set; } = new Dictionary<string, long>();

    /// <summary>Its pods, in no order.</summary>
    internal IReadOnlyList<PodInfo> Pods => pods;

    /// <summary>The ports taken.</summary>
    internal IReadOnlyList<HostPort> UsedPorts => usedPorts;

    /// <summary>How many of its pods have affinity to other pods.</summary>
    internal int PodsWithAffinity { get; private set; }

    /// <summary>How many of its pods keep others away.</summary>
    internal int PodsWithRequiredAntiAffinity { get; private set; }

    /// <summary>Takes over the node as it is now.</summary>
    internal void SetNode(Node? node)
    {
        Node = node;
        if (node is null) return;
        Labels = node.Metadata.Labels;
        Allocatable = ResourceAmounts.Of(node.Status.Allocatable);
        AllowedPods = node.Status.Allocatable.TryGetValue("pods", out var count) ? count.Value : 0;
        IsUnschedulable = node.Spec.Unschedulable == true;
        HardTaints = [.. node.Spec.Taints.Where(taint => taint.Effect is "NoSchedule" or "NoExecute")];
        SoftTaints = [.. node.Spec.Taints.Where(taint => taint.Effect == "PreferNoSchedule")];
        var images = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var image in node.Status.Images)
            foreach (var imageName in image.Names) images[imageName] = image.SizeBytes ?? 0;
        Images = images;
    }

    /// <summary>Puts a pod on the node.</summary>
    internal void Add(PodInfo pod)
    {
        pods.Add(pod);
        Count(pod, 1);
        usedPorts.AddRange(pod.HostPorts);
    }

    /// <summary>Takes a pod off the node, by its UID.</summary>
    internal void Remove(PodInfo pod)
    {
        var index = pods.FindIndex(candidate => candidate.Uid == pod.Uid && candidate.Key == pod.Key);
        if (index < 0) return;
        var found = pods[index];
        pods[index] = pods[^1];
        pods.RemoveAt(pods.Count - 1);
        Count(found, -1);
        foreach (var port in found.HostPorts) usedPorts.Remove(port);
    }

    /// <summary>A copy whose pods can change apart from this one's.</summary>
    internal NodeInfo Clone()
    {
        var copy = new NodeInfo(Name)
        {
            Node = Node,
            Labels = Labels,
            Allocatable = Allocatable,
            AllowedPods = AllowedPods,
            Requested = Requested.Clone(),
            AssumedRequested = AssumedRequested.Clone(),
            IsUnschedulable = IsUnschedulable,
            HardTaints = HardTaints,
            SoftTaints = SoftTaints,
            Images = Images,
            PodsWithAffinity = PodsWithAffinity,
            PodsWithRequiredAntiAffinity = PodsWithRequiredAntiAffinity,
        };
        copy.pods.AddRange(pods);
        copy.usedPorts.AddRange(usedPorts);
        return copy;
    }

    private void Count(PodInfo pod, int sign)
    {
        Requested.Add(pod.Requests, sign);
        AssumedRequested.Add(pod.AssumedRequests, sign);
        if (pod.Affinity is null) return;
        PodsWithAffinity += sign;
        if (pod.Affinity.RequiredAnti.Count > 0) PodsWithRequiredAntiAffinity += sign;
    }
}
