using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What events about the node refer to.</summary>
internal static class NodeReference
{
    /// <summary>The reference; the UID of a node in events is its name.</summary>
    public static ObjectReference To(string name) => new() { Kind = "Node", Name = name, Uid = name };
}
