using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>The nodes and their pods as decisions see them; changed between decisions, never during one. Not for several threads.</summary>
internal sealed class ClusterSnapshot
{
    private static readonly Dictionary<string, string> NoLabels = [];

    private readonly Dictionary<string, NodeInfo> byName = new(StringComparer.Ordinal);
    private readonly List<NodeInfo> nodes = [];
    private readonly Dictionary<string, int> imageNodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> namespaceLabels = new(StringComparer.Ordinal);

    /// <summary>The nodes, in a fixed order.</summary>
    internal IReadOnlyList<NodeInfo> Nodes => nodes;

    /// <summary>The claims and volumes.</summary>
    internal VolumeSnapshot Volumes { get; } = new();

    /// <summary>How many pods on nodes have affinity to other pods.</summary>
    internal int PodsWithAffinity { get; private set; }

    /// <summary>How many pods on nodes keep others away.</summary>
    internal int PodsWithRequiredAntiAffinity { get; private set; }

    /// <summary>True where no node has an image worth a score.</summary>
    internal bool HasNoImages => imageNodes.Count == 0;

    /// <summary>The node, or null.</summary>
    internal NodeInfo? Find(string name) => byName.GetValueOrDefault(name) is { Node: not null } found ? found : null;

    /// <summary>On how many nodes an image is.</summary>
    internal int NodesWithImage(string name) => imageNodes.GetValueOrDefault(name);

    /// <summary>The labels of a namespace.</summary>
    internal IReadOnlyDictionary<string, string> NamespaceLabels(string name) => namespaceLabels.GetValueOrDefault(name) ?? NoLabels;

    /// <summary>Adds or replaces a node.</summary>
    internal void SetNode(Node node)
    {
        var info = GetOrAdd(node.Metadata.Name);
        if (info.Node is null) nodes.Add(info);
        CountImages(info, -1);
        info.SetNode(node);
        CountImages(info, 1);
    }

    /// <summary>Removes a node; pods that claim to be on it stay known.</summary>
    internal void RemoveNode(string name)
    {
        if (Find(name) is not { } info) return;
        CountImages(info, -1);
        info.SetNode(null);
        nodes.Remove(info);
        DropIfEmpty(info);
    }

    /// <summary>Puts a pod on a node.</summary>
    internal void AddPod(PodInfo pod, string nodeName)
    {
        GetOrAdd(nodeName).Add(pod);
        CountAffinity(pod, 1);
    }

    /// <summary>Takes a pod off a node.</summary>
    internal void RemovePod(PodInfo pod, string nodeName)
    {
        if (!byName.TryGetValue(nodeName, out var info)) return;
        info.Remove(pod);
        CountAffinity(pod, -1);
        DropIfEmpty(info);
    }

    /// <summary>Sets a namespace's labels, or forgets them.</summary>
    internal void SetNamespace(string name, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null) namespaceLabels.Remove(name);
        else namespaceLabels[name] = labels;
    }

    private NodeInfo GetOrAdd(string name)
    {
        if (!byName.TryGetValue(name, out var info)) byName[name] = info = new NodeInfo(name);
        return info;
    }

    private void DropIfEmpty(NodeInfo info)
    {
        if (info.Node is null && info.Pods.Count == 0) byName.Remove(info.Name);
    }

    private void CountAffinity(PodInfo pod, int sign)
    {
        if (pod.Affinity is null) return;
        PodsWithAffinity += sign;
        if (pod.Affinity.RequiredAnti.Count > 0) PodsWithRequiredAntiAffinity += sign;
    }

    private void CountImages(NodeInfo info, int sign)
    {
        if (info.Node is null) return;
        foreach (var name in info.Images.Keys)
        {
            var count = imageNodes.GetValueOrDefault(name) + sign;
            if (count > 0) imageNodes[name] = count;
            else imageNodes.Remove(name);
        }
    }
}
