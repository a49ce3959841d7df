using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;

namespace Kite.IntegrationTests.ApiServer.Admission;

/// <summary>A real HTTPS server with a webhook at each path; it remembers the reviews it was sent.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, JsonObject, Task>> hooks = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> reviews = new();
    private HttpsServer server = null!;

    /// <summary>The authority as <c>caBundle</c> has it.</summary>
    public string CaBundle => server.CaBundle;

    /// <summary>The URL.</summary>
    public string Url => server.Url;

    public static async Task<HookServer> StartAsync()
    {
        var hooks = new HookServer();
        hooks.server = await HttpsServer.StartAsync(hooks.AnswerAsync);
        return hooks;
    }

    /// <summary>The requests of the reviews sent to a path, in order.</summary>
    public JsonObject[] Requests(string path) => reviews.TryGetValue(path, out var sent) ? [.. sent.Select(review => review["request"]!.AsObject())] : [];

    /// <summary>Answers reviews at a path with a response; <c>uid</c> is filled in.</summary>
    public void Respond(string path, Func<JsonObject, JsonObject> response) => hooks[path] = (context, review) =>
    {
        var answer = response(review["request"]!.AsObject());
        if (!answer.ContainsKey("uid")) answer["uid"] = review["request"]!["uid"]!.DeepClone();
        return SendAsync(context, new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = review["apiVersion"]!.DeepClone(), ["response"] = answer }.ToJsonString());
    };

    /// <summary>Allows everything at a path.</summary>
    public void Allow(string path) => Respond(path, _ => new JsonObject { ["allowed"] = true });

    /// <summary>Answers with a JSON patch.</summary>
    public void Patch(string path, string patch) => Respond(path, _ => new JsonObject { ["allowed"] = true, ["patchType"] = "JSONPatch", ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch)) });

    /// <summary>Answers anything.</summary>
    public void Answer(string path, Func<HttpContext, JsonObject, Task> answer) => hooks[path] = answer;

    /// <summary>Sends a text.</summary>
    public static Task SendAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var review = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        var path = context.Request.Path.Value!;
        reviews.GetOrAdd(path, _ => new()).Enqueue(review);
        await hooks[path](context, review);
    }
}
