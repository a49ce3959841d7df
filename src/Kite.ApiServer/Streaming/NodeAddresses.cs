using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Streaming;

/// <summary>Where nodes are.</summary>
internal sealed class NodeAddresses(IResourceCaches caches)
{
    private static readonly string[] Preferred = ["InternalIP", "ExternalIP", "InternalDNS", "ExternalDNS", "Hostname"];
    private readonly IResourceCache nodes = caches.For(Node.Resource);

    /// <summary>The node, or null.</summary>
    public Node? Find(string name) => nodes.Get(new ObjectKey("", name))?.Read<Node>();

    /// <summary>The address to reach a node at.</summary>
    /// <exception cref="HttpRequestException">The node is unknown or has none.</exception>
    public string AddressOf(string name)
    {
        var addresses = Find(name)?.Status.Addresses ?? throw new HttpRequestException($"nodes \"{name}\" not found");
        foreach (var type in Preferred)
        {
            if (addresses.FirstOrDefault(address => address.Type == type) is { } found) return found.Address;
        }
        throw new HttpRequestException($"no preferred addresses found; known addresses of node {name}: []");
    }
}
