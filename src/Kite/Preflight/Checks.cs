using System.Net;
using System.Net.Sockets;
using Kite.Agent.Linux;
using Kite.Configuration;

namespace Kite.Preflight;

/// <summary>What must hold before anything is created. Every check throws a <see cref="UsageException"/> that says what to do.</summary>
internal static class Checks
{
    /// <summary>Everything that the node parts need.</summary>
    public static async Task NodeAsync(NodeConfiguration node, CancellationToken cancellationToken)
    {
        Root();
        Programs("iptables", "iptables-restore", "ip");
        if (node.ContainerRuntimeEndpoint is { } runtime) await AnswersAsync(runtime, "container runtime", "start it (systemctl start containerd), install it (apt-get install containerd), or choose another --container-runtime-endpoint", cancellationToken);
        else await AnswersAsync(node.DockerEndpoint, "Docker Engine", "start it (systemctl start docker), install it (apt-get install docker.io), or choose another --docker-endpoint", cancellationToken);
    }

    /// <summary>The node parts need root: they set up networks and mounts.</summary>
    public static void Root()
    {
        if (!Environment.IsPrivilegedProcess) throw new UsageException("the node parts need root: run as root, or with --disable-agent for the control plane alone");
    }

    /// <summary>The programs that the service proxy runs are installed.</summary>
    private static void Programs(params ReadOnlySpan<string> names)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").ToArray();
        foreach (var name in names)
        {
            if (!path.Any(directory => File.Exists(Path.Combine(directory, name))))
                throw new UsageException($"{name} is not installed: install the package iptables");
        }
    }

    /// <summary>The port is free.</summary>
    public static void Port(IPEndPoint endpoint)
    {
        try
        {
            using var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(endpoint);
            listener.Listen();
        }
        catch (SocketException e)
        {
            throw new UsageException($"{endpoint} can't be listened on: {e.Message}; stop what uses it or choose another --port", e);
        }
    }

    /// <summary>Files can be made in the directory, or in its nearest ancestor that exists.</summary>
    public static void Writable(string directory, string setting)
    {
        var nearest = directory;
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } parent)
        {
            if (File.Exists(nearest)) throw new UsageException($"{nearest} is a file, not a directory: choose another --{setting}");
            nearest = parent;
        }
        try
        {
            var probe = Path.Combine(nearest, $".kite-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{directory} can't be written: {e.Message}; make it writable or choose another --{setting}", e);
        }
    }

    /// <summary>Something listens at an address.</summary>
    private static async Task AnswersAsync(Uri endpoint, string what, string advice, CancellationToken cancellationToken)
    {
        using var socket = endpoint.Scheme == "unix"
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint.Scheme == "unix" ? new UnixDomainSocketEndPoint(endpoint.AbsolutePath) : new DnsEndPoint(endpoint.Host, endpoint.Port), cancellationToken);
        }
        catch (SocketException e)
        {
            throw new UsageException($"no {what} answers at {endpoint}: {SocketFailures.Describe(e, endpoint)}; {advice}", e);
        }
    }
}
