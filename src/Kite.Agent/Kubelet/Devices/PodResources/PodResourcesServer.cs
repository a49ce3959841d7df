using Kite.Agent.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Devices.PodResources;

/// <summary>Serves the pod resources API on its socket.</summary>
internal sealed partial class PodResourcesServer(KubeletOptions options, PodResourcesService service, ILoggerFactory loggers, ILogger<PodResourcesServer> logger) : IHostedService
{
    private UnixSocketServer? server;

    /// <summary>Where the socket is.</summary>
    public static string SocketOf(KubeletOptions options) => Path.Combine(options.RootDirectory, "pod-resources", "kubelet.sock");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var socket = SocketOf(options);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(socket)!, (UnixFileMode)0x1E8); // 0750
            server = await UnixSocketServer.StartAsync(socket, loggers, services => services.AddSingleton(service), map => map.MapGrpcService<PodResourcesService>(), cancellationToken);
        }
        // A socket that can't be had, because its path is too long for one, say, is no reason to end the node.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotServed(logger, socket, e.Message);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is not null) await server.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The pod resources API can't be served on {Socket}: {Error}")]
        public static partial void NotServed(ILogger logger, string socket, string error);
    }
}
