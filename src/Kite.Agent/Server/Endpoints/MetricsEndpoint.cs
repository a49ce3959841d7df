using Kite.Agent.Runtime;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/metrics</c>: what runs on this node, in the Prometheus text format.</summary>
internal sealed class MetricsEndpoint(RuntimeCache cache) : IKubeletEndpoint
{
    public string Name => "metrics";

    public Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        var containers = cache.Ids().Select(cache.Find).OfType<RuntimeContainer>().ToArray();
        var pods = containers.Count(container => container is { IsSandbox: true, State: ContainerRunState.Running });
        int Count(ContainerRunState state) => containers.Count(container => !container.IsSandbox && container.State == state);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            # HELP kubelet_running_pods Number of pods that have a running pod sandbox
            # TYPE kubelet_running_pods gauge
            kubelet_running_pods {pods}
            # HELP kubelet_running_containers Number of containers by state
            # TYPE kubelet_running_containers gauge
            kubelet_running_containers{"{"}container_state="created"{"}"} {Count(ContainerRunState.Created)}
            kubelet_running_containers{"{"}container_state="exited"{"}"} {Count(ContainerRunState.Exited)}
            kubelet_running_containers{"{"}container_state="running"{"}"} {Count(ContainerRunState.Running)}

            """,
            cancellationToken);
    }
}
