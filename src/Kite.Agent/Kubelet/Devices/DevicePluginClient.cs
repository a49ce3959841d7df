using Grpc.Core;
using Grpc.Net.Client;
using Kite.Agent.Grpc;
using Kite.Agent.Kubelet.Devices.Plugins;
using RpcStatus = Grpc.Core.Status;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>One registered plugin: follows what it says of its devices, and asks it for some.</summary>
internal sealed class DevicePluginClient : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly DevicePlugin.DevicePluginClient client;
    private readonly CancellationTokenSource stop = new();

    public DevicePluginClient(string resource, string socket, DevicePluginOptions options)
    {
        (Resource, Options) = (resource, options);
        channel = UnixSocketChannel.Create(socket);
        client = new DevicePlugin.DevicePluginClient(channel.CreateCallInvoker());
    }

    /// <summary>What its devices are called.</summary>
    public string Resource { get; }

    /// <summary>What it wants to be asked.</summary>
    public DevicePluginOptions Options { get; }

    /// <summary>Tells every change of the devices until the plugin goes away or another takes its place; true where it went away.</summary>
    public async Task<bool> FollowAsync(Action<IReadOnlyDictionary<string, bool>> changed, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancellationToken);
        try
        {
            using var call = client.ListAndWatch(new Empty(), cancellationToken: both.Token);
            await foreach (var response in call.ResponseStream.ReadAllAsync(both.Token))
                changed(response.Devices.GroupBy(device => device.ID).ToDictionary(device => device.Key, device => device.Last().Health == "Healthy", StringComparer.Ordinal));
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // Gone: its devices can't be had any more.
        }
        return !both.IsCancellationRequested;
    }

    /// <summary>Which devices the plugin would rather give; none where it doesn't care.</summary>
    /// <exception cref="RpcException">It fails.</exception>
    public async Task<IReadOnlyList<string>> PreferAsync(IReadOnlyList<string> available, IReadOnlyList<string> included, int count, CancellationToken cancellationToken)
    {
        if (!Options.GetPreferredAllocationAvailable) return [];
        var request = new ContainerPreferredAllocationRequest { AllocationSize = count };
        request.AvailableDeviceIDs.AddRange(available);
        request.MustIncludeDeviceIDs.AddRange(included);
        var response = await client.GetPreferredAllocationAsync(new PreferredAllocationRequest { ContainerRequests = { request } }, cancellationToken: cancellationToken);
        return response.ContainerResponses is [var preferred, ..] ? preferred.DeviceIDs : [];
    }

    /// <summary>Takes devices for a container.</summary>
    /// <exception cref="RpcException">The plugin refuses.</exception>
    public async Task<ContainerAllocateResponse> AllocateAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var request = new ContainerAllocateRequest();
        request.DevicesIds.AddRange(ids);
        var response = await client.AllocateAsync(new AllocateRequest { ContainerRequests = { request } }, cancellationToken: cancellationToken);
        return response.ContainerResponses is [var first, ..] ? first : throw new RpcException(new RpcStatus(StatusCode.Internal, "no containers in the response of the device plugin"));
    }

    /// <summary>Lets the plugin get devices ready right before a container starts, where it wants to.</summary>
    /// <exception cref="RpcException">The plugin fails.</exception>
    public async Task PrepareAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (!Options.PreStartRequired) return;
        var request = new PreStartContainerRequest();
        request.DevicesIds.AddRange(ids);
        await client.PreStartContainerAsync(request, cancellationToken: cancellationToken);
    }

    /// <summary>Stops following: another plugin speaks for the resource.</summary>
    public void Stop() => stop.Cancel();

    public void Dispose()
    {
        channel.Dispose();
        stop.Dispose();
    }
}
