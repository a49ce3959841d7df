using System.Text.Json;
using Kite.Agent.Kubelet.Stats;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/stats/summary</c>: what the node, its pods and their containers use, measured when asked; <c>only_cpu_and_memory</c> leaves out what takes long to measure.</summary>
internal sealed class StatsEndpoint(NodePods pods, NodeSummary node, PodSummary podSummary, TimeProvider clock) : IKubeletEndpoint
{
    public string Name => "stats";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        if (segments is not ["summary"]) throw new KubeletRequestException(StatusCodes.Status404NotFound, "404 page not found");
        var onlyCpuAndMemory = context.Request.Query["only_cpu_and_memory"].ToString() is "true" or "1";
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { Indented = true, SkipValidation = true });
        var json = new StatsJson(writer, clock.GetUtcNow());
        writer.WriteStartObject();
        await node.WriteAsync(json, onlyCpuAndMemory, cancellationToken);
        writer.WriteStartArray("pods");
        foreach (var pod in pods.List())
        {
            await podSummary.WriteAsync(json, pod, onlyCpuAndMemory, cancellationToken);
            await writer.FlushAsync(cancellationToken);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
