using Grpc.Core;
using Grpc.Net.Client;
using Kite.Agent.Grpc;

namespace Kite.Agent.Runtime.Cri;

/// <summary>The way to the runtime: one channel, and its failures in Kite's own words.</summary>
internal sealed class CriConnection(CriOptions options) : IDisposable
{
    private readonly GrpcChannel channel = UnixSocketChannel.Create(options.Endpoint.AbsolutePath);

    /// <summary>The node's name on every label.</summary>
    public string NodeName => options.NodeName;

    /// <summary>Where logs lie.</summary>
    public CriOptions Options => options;

    /// <summary>The channel, for services beside CRI.</summary>
    public ChannelBase Channel => channel;

    /// <summary>Sandboxes and containers.</summary>
    public V1.RuntimeService.RuntimeServiceClient Runtime => field ??= new V1.RuntimeService.RuntimeServiceClient(channel);

    /// <summary>Images.</summary>
    public V1.ImageService.ImageServiceClient Images => field ??= new V1.ImageService.ImageServiceClient(channel);

    /// <summary>What the runtime says of itself; with its configuration where that is asked for.</summary>
    public Task<V1.StatusResponse> StatusAsync(bool verbose, CancellationToken cancellationToken) =>
        CallAsync(Runtime.StatusAsync(new V1.StatusRequest { Verbose = verbose }, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>What the runtime says of a container; null where it doesn't know it.</summary>
    public Task<V1.ContainerStatusResponse?> ContainerStatusAsync(string id, bool verbose, CancellationToken cancellationToken) => TryCallAsync(
        Runtime.ContainerStatusAsync(new V1.ContainerStatusRequest { ContainerId = id, Verbose = verbose }, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Calls the runtime; there is no time limit but the token's.</summary>
    /// <exception cref="RuntimeException">As <see cref="IContainerRuntime"/> says.</exception>
    public static async Task<T> CallAsync<T>(AsyncUnaryCall<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call;
        }
        catch (RpcException e)
        {
            throw Translate(e, cancellationToken);
        }
    }

    /// <summary>Calls the runtime; null where it doesn't know the object.</summary>
    public static async Task<T?> TryCallAsync<T>(AsyncUnaryCall<T> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await CallAsync(call, cancellationToken);
        }
        catch (RuntimeNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A failed call as the exception that tells it.</summary>
    public static Exception Translate(RpcException exception, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return new OperationCanceledException(exception.Message, exception, cancellationToken);
        var message = $"rpc error: code = {exception.StatusCode} desc = {exception.Status.Detail}";
        return exception.StatusCode switch
        {
            StatusCode.NotFound => new RuntimeNotFoundException(message, exception),
            StatusCode.Unavailable or StatusCode.Cancelled => new RuntimeUnavailableException(exception.Status.DebugException?.GetBaseException().Message ?? message, exception),
            // What breaks in the middle of a call is the connection's end, too.
            _ when exception.Status.DebugException is HttpRequestException or IOException => new RuntimeUnavailableException(exception.Status.DebugException.GetBaseException().Message, exception),
            _ => new RuntimeException(message, exception),
        };
    }

    public void Dispose() => channel.Dispose();
}
