using System.Net.Sockets;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Server.Forwarding;

/// <summary>The way to the ports of one pod.</summary>
internal sealed class PodPorts(IRuntimeStreams runtime, string sandboxId, Pod pod)
{
    /// <summary>Connects to a port on the pod's loopback device.</summary>
    /// <exception cref="IOException">Nobody listens there; the message is for the client.</exception>
    public async Task<Stream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            return await runtime.PortForwardAsync(sandboxId, port, cancellationToken);
        }
        catch (Exception e) when (e is RuntimeException or SocketException or IOException)
        {
            throw new IOException(
                $"error forwarding port {port} to pod {sandboxId}, uid : failed to connect to localhost:{port} inside the network namespace of pod {pod.Metadata.Namespace}/{pod.Metadata.Name}: {e.Message}", e);
        }
    }
}
