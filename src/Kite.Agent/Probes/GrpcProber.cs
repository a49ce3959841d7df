using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Kite.Agent.Probes.Health;

namespace Kite.Agent.Probes;

/// <summary>Asks <c>grpc.health.v1.Health/Check</c>, over a connection of its own each time.</summary>
internal sealed class GrpcProber : IDisposable
{
    private readonly SocketsHttpHandler handler = new() { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero };

    /// <summary>Asks the service.</summary>
    public async Task<ProbeOutcome> RunAsync(IPAddress address, int port, string service, CancellationToken cancellationToken)
    {
        var endpoint = new IPEndPoint(address, port);
        using var channel = GrpcChannel.ForAddress($"http://{endpoint}", new GrpcChannelOptions { HttpHandler = handler, ThrowOperationCanceledOnCancellation = true });
        try
        {
            var answer = await new Health.Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: cancellationToken);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving ? ProbeOutcome.Success : ProbeOutcome.Failure($"service unhealthy (responded with \"{Name(answer.Status)}\")");
        }
        catch (RpcException e)
        {
            return ProbeOutcome.Failure(Describe(e, endpoint));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure($"timeout: failed to connect service \"{endpoint}\" within the time given: context deadline exceeded");
        }
    }

    public void Dispose() => handler.Dispose();

    private static string Describe(RpcException error, IPEndPoint endpoint)
    {
        if (error.Status.DebugException is not { } cause)
        {
            return error.StatusCode is StatusCode.Unimplemented
                ? $"error: this server does not implement the grpc health protocol (grpc.health.v1.Health): {error.Status.Detail}"
                : $"error: health rpc probe failed: rpc error: code = {error.StatusCode} desc = {error.Status.Detail}";
        }
        var why = cause.GetBaseException() is SocketException socket ? HttpProber.Describe(socket) : cause.GetBaseException().Message;
        return $"error: failed to connect service at \"{endpoint}\": {why}";
    }

    private static string Name(HealthCheckResponse.Types.ServingStatus status) => status switch
    {
        HealthCheckResponse.Types.ServingStatus.NotServing => "NOT_SERVING",
        HealthCheckResponse.Types.ServingStatus.ServiceUnknown => "SERVICE_UNKNOWN",
        _ => "UNKNOWN",
    };
}
