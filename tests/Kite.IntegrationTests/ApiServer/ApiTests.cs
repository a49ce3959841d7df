using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer;

/// <summary>A namespace of its own on the shared server, and short ways to call it over HTTPS.</summary>
public abstract class ApiTests
{
    protected string Namespace { get; private set; } = "";

    protected static HttpClient Http => SharedServer.Server.Http;

    protected string ConfigMaps => $"/api/v1/namespaces/{Namespace}/configmaps";

    protected string Pods => $"/api/v1/namespaces/{Namespace}/pods";

    [SetUp]
    public async Task CreateNamespaceAsync()
    {
        Namespace = $"t-{Guid.NewGuid():n}"[..12];
        await CreateAsync("/api/v1/namespaces", $$"""{"metadata":{"name":"{{Namespace}}"} }""");
        // Where controllers run, they make it.
        await SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{Namespace}/serviceaccounts", """{"metadata":{"name":"default"}}""");
    }

    protected static async Task<(HttpStatusCode Code, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    protected static async Task<JsonNode> CreateAsync(string path, string body)
    {
        var (code, created) = await SendAsync(HttpMethod.Post, path, body);
        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), created.ToJsonString());
        return created;
    }

    protected static async Task<JsonNode> GetAsync(string path)
    {
        var (code, found) = await SendAsync(HttpMethod.Get, path);
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), found.ToJsonString());
        return found;
    }

    /// <summary>What the server says of itself.</summary>
    protected static Task<string> MetricsAsync() => SharedServer.Server.Http.GetStringAsync("/metrics");

    protected static Task<(HttpStatusCode Code, JsonNode Body)> MergeAsync(string path, string patch) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json");

    protected Task<JsonNode> ConfigMapAsync(string name, string data = "{}", string metadata = "") =>
        CreateAsync(ConfigMaps, $$"""{"metadata":{"name":"{{name}}"{{metadata}}},"data":{{data}}}""");

    protected Task<JsonNode> PodAsync(string name, string spec = "") =>
        CreateAsync(Pods, $$"""{"metadata":{"name":"{{name}}"},"spec":{"containers":[{"name":"main","image":"busybox"}]{{spec}}} }""");

    protected static string Text(JsonNode node, string path) => path.Split('.').Aggregate((JsonNode?)node, (at, name) => at?[name])?.ToString() ?? "";
}
