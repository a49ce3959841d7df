using Grpc.Core;
using Kite.Agent.Probes.Health;

namespace Kite.UnitTests.Agent.Grpc;

/// <summary>Answers for the services in a table.</summary>
internal sealed class HealthService(IReadOnlyDictionary<string, HealthCheckResponse.Types.ServingStatus> services) : Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        services.TryGetValue(request.Service, out var status)
            ? Task.FromResult(new HealthCheckResponse { Status = status })
            : throw new RpcException(new Status(StatusCode.NotFound, "unknown service"));
}
