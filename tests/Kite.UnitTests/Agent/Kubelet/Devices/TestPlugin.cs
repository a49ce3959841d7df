using System.Threading.Channels;
using Grpc.Core;
using Kite.Agent.Grpc;
using Kite.Agent.Kubelet.Devices.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Agent.Kubelet.Devices;

/// <summary>A device plugin on a real socket, whose devices the test changes.</summary>
internal sealed class TestPlugin : DevicePlugin.DevicePluginBase, IAsyncDisposable
{
    private readonly Channel<ListAndWatchResponse> changes = Channel.CreateUnbounded<ListAndWatchResponse>();
    private UnixSocketServer? server;

    public List<string> Allocated { get; } = [];

    public List<string> Prepared { get; } = [];

    public string[] Preferred { get; set; } = [];

    public async Task StartAsync(string directory, string name = "test.sock") => server = await UnixSocketServer.StartAsync(
        Path.Combine(directory, name), NullLoggerFactory.Instance, services => services.AddSingleton(this), map => map.MapGrpcService<TestPlugin>(), CancellationToken.None);

    public async Task RegisterAsync(string directory, string resource = "example.com/gpu", string version = "v1beta1")
    {
        using var channel = UnixSocketChannel.Create(Path.Combine(directory, "kubelet.sock"));
        var options = new DevicePluginOptions { GetPreferredAllocationAvailable = Preferred.Length > 0, PreStartRequired = true };
        await new Registration.RegistrationClient(channel.CreateCallInvoker()).RegisterAsync(new RegisterRequest { Version = version, Endpoint = "test.sock", ResourceName = resource, Options = options });
    }

    public void Has(params (string Id, bool IsWell)[] devices)
    {
        var response = new ListAndWatchResponse();
        response.Devices.AddRange(devices.Select(device => new Device { ID = device.Id, Health = device.IsWell ? "Healthy" : "Unhealthy" }));
        changes.Writer.TryWrite(response);
    }

    public override async Task ListAndWatch(Empty request, IServerStreamWriter<ListAndWatchResponse> responseStream, ServerCallContext context)
    {
        await foreach (var change in changes.Reader.ReadAllAsync(context.CancellationToken)) await responseStream.WriteAsync(change);
    }

    public override Task<PreferredAllocationResponse> GetPreferredAllocation(PreferredAllocationRequest request, ServerCallContext context)
    {
        var preferred = new ContainerPreferredAllocationResponse();
        preferred.DeviceIDs.AddRange(Preferred);
        return Task.FromResult(new PreferredAllocationResponse { ContainerResponses = { preferred } });
    }

    public override Task<AllocateResponse> Allocate(AllocateRequest request, ServerCallContext context)
    {
        var ids = request.ContainerRequests[0].DevicesIds;
        Allocated.AddRange(ids);
        var response = new ContainerAllocateResponse { Envs = { ["GPUS"] = string.Join(',', ids) } };
        response.Devices.AddRange(ids.Select(id => new DeviceSpec { HostPath = "/dev/null", ContainerPath = "/dev/" + id, Permissions = "rw" }));
        response.Mounts.Add(new Mount { HostPath = "/etc/hostname", ContainerPath = "/driver", ReadOnly = true });
        return Task.FromResult(new AllocateResponse { ContainerResponses = { response } });
    }

    public override Task<PreStartContainerResponse> PreStartContainer(PreStartContainerRequest request, ServerCallContext context)
    {
        Prepared.AddRange(request.DevicesIds);
        return Task.FromResult(new PreStartContainerResponse());
    }

    public async ValueTask DisposeAsync()
    {
        if (server is null) return;
        changes.Writer.TryComplete();
        await server.DisposeAsync();
        server = null;
    }
}
