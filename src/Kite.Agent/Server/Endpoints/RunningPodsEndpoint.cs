using System.Text.Json;
using Kite.Agent.Runtime;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/runningpods/</c>: what the engine runs, whatever the API says: names, UIDs and running containers.</summary>
internal sealed class RunningPodsEndpoint(RuntimeCache cache) : IKubeletEndpoint
{
    public string Name => "runningpods";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("kind", "PodList");
        writer.WriteString("apiVersion", "v1");
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
        writer.WriteStartArray("items");
        foreach (var pod in cache.Pods()) Write(writer, pod, cache.Pod(pod.Uid));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PodIdentity pod, PodContainers held)
    {
        var running = held.Running.ToArray();
        if (running.Length == 0 && held.RunningSandbox is null) return;
        writer.WriteStartObject();
        writer.WriteStartObject("metadata");
        writer.WriteString("name", pod.Name);
        writer.WriteString("namespace", pod.Namespace);
        writer.WriteString("uid", pod.Uid);
        writer.WriteEndObject();
        writer.WriteStartObject("spec");
        writer.WriteStartArray("containers");
        foreach (var container in running)
        {
            writer.WriteStartObject();
            writer.WriteString("name", container.Name);
            writer.WriteString("image", container.Image);
            writer.WriteStartObject("resources");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartObject("status");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
