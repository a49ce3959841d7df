using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Kite.Agent.Server;

/// <summary>How the kubelet's own API listens.</summary>
public sealed record KubeletServerOptions
{
    /// <summary>The serving certificate with its key; asked at every handshake, so that it can be renewed. It has to stand for the node's name, by which the API server knows it.</summary>
    public required Func<X509Certificate2> ServingCertificate { get; init; }

    /// <summary>The authority that signs the API server's client certificate.</summary>
    public required X509Certificate2 ClientAuthority { get; init; }

    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 10250);
}
