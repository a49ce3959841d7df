using Kite.Api.Models;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/pods</c>: this node's pods as the kubelet sees them.</summary>
internal sealed class PodsEndpoint(NodePods pods) : IKubeletEndpoint
{
    public string Name => "pods";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/json";
        var body = context.Response.Body;
        await body.WriteAsync("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":["""u8.ToArray(), cancellationToken);
        var isFirst = true;
        foreach (var pod in pods.List())
        {
            if (!isFirst) await body.WriteAsync(","u8.ToArray(), cancellationToken);
            isFirst = false;
            await body.WriteAsync(ModelJson.ToUtf8(pod), cancellationToken);
        }
        await body.WriteAsync("]}"u8.ToArray(), cancellationToken);
    }
}
