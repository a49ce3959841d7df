using System.Collections.Concurrent;
using Grpc.Core;
using Kite.Agent.Grpc;
using Kite.Agent.Kubelet.Devices.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.IntegrationTests.Agent;

/// <summary>A device plugin as its author would write one: it serves a socket, registers, and hands out device files.</summary>
internal sealed class DevicePluginServer(string[] ids) : DevicePlugin.DevicePluginBase, IAsyncDisposable
{
    public const string Resource = "example.com/device";

    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UnixSocketServer? server;

    public ConcurrentQueue<string> Allocated { get; } = new();

    /// <summary>Starts it in the directory of sockets and makes it known to the kubelet there.</summary>
    public static async Task<DevicePluginServer> StartAsync(string directory, params string[] ids)
    {
        var plugin = new DevicePluginServer(ids);
        plugin.server = await UnixSocketServer.StartAsync(
            Path.Combine(directory, "test.sock"), NullLoggerFactory.Instance, services => services.AddSingleton(plugin), map => map.MapGrpcService<DevicePluginServer>(), CancellationToken.None);
        using var channel = UnixSocketChannel.Create(Path.Combine(directory, "kubelet.sock"));
        await new Registration.RegistrationClient(channel.CreateCallInvoker()).RegisterAsync(new RegisterRequest { Version = "v1beta1", Endpoint = "test.sock", ResourceName = Resource, Options = new() });
        return plugin;
    }

    public override async Task ListAndWatch(Empty request, IServerStreamWriter<ListAndWatchResponse> responseStream, ServerCallContext context)
    {
        var response = new ListAndWatchResponse();
        response.Devices.AddRange(ids.Select(id => new Device { ID = id, Health = "Healthy" }));
        await responseStream.WriteAsync(response);
        await Task.WhenAny(stopped.Task, Task.Delay(Timeout.Infinite, context.CancellationToken));
    }

    public override Task<AllocateResponse> Allocate(AllocateRequest request, ServerCallContext context)
    {
        var wanted = request.ContainerRequests[0].DevicesIds;
        foreach (var id in wanted) Allocated.Enqueue(id);
        var response = new ContainerAllocateResponse { Envs = { ["DEVICES"] = string.Join(',', wanted) } };
        response.Devices.AddRange(wanted.Select(id => new DeviceSpec { HostPath = "/dev/null", ContainerPath = "/dev/" + id, Permissions = "rw" }));
        return Task.FromResult(new AllocateResponse { ContainerResponses = { response } });
    }

    public async ValueTask DisposeAsync()
    {
        if (server is null) return;
        stopped.TrySetResult();
        await server.DisposeAsync();
        server = null;
    }
}
