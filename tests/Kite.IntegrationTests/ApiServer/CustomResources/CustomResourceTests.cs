using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

/// <summary>A group of its own for every test, and short ways to define kinds in it.</summary>
public abstract class CustomResourceTests : ApiTests
{
    protected const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    protected const string AnySchema = """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""";

    protected string Group => $"{Namespace}.example.com";

    protected string Name => $"crontabs.{Group}";

    protected string CronTabs => Path("v1");

    protected string Path(string version, string plural = "crontabs") => $"/apis/{Group}/{version}/namespaces/{Namespace}/{plural}";

    protected string Body(string name, string spec = "{}", string version = "v1", string metadata = "") =>
        $$"""{"apiVersion":"{{Group}}/{{version}}","kind":"CronTab","metadata":{"name":"{{name}}"{{metadata}}},"spec":{{spec}}}""";

    protected static string Version(string name, string schema = AnySchema, bool isStorage = true, string more = "") =>
        $$"""{"name":"{{name}}","served":true,"storage":{{(isStorage ? "true" : "false")}},"schema":{"openAPIV3Schema":{{schema}}}{{more}}}""";

    protected string Definition(string versions, string more = "", string names = """ "plural":"crontabs","singular":"crontab","kind":"CronTab","listKind":"CronTabList","shortNames":["ct"] """, string scope = "Namespaced", string? plural = null) =>
        $$"""{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{plural ?? "crontabs"}}.{{Group}}"},"spec":{"group":"{{Group}}","scope":"{{scope}}","names":{ {{names}} },"versions":[{{versions}}]{{more}} } }""";

    /// <summary>Creates a definition and waits until it is served.</summary>
    protected async Task<JsonNode> DefineAsync(string definition)
    {
        var created = await CreateAsync(Definitions, definition);
        return await EstablishedAsync(Text(created, "metadata.name"));
    }

    protected static Task<JsonNode> EstablishedAsync(string name) => WaitAsync($"{Definitions}/{name}", found => Condition(found, "Established") == "True");

    /// <summary>Waits until an object is as asked.</summary>
    protected static async Task<JsonNode> WaitAsync(string path, Func<JsonNode, bool> isSo)
    {
        JsonNode? last = null;
        try
        {
            await Eventually.Holds(async () => isSo(last = (await SendAsync(HttpMethod.Get, path)).Body));
            return last!;
        }
        catch (AssertionException e)
        {
            throw new AssertionException($"{path}: {last?.ToJsonString()}", e);
        }
    }

    protected static Task<JsonNode> GoneAsync(string path) => WaitAsync(path, found => Text(found, "reason") == "NotFound" || Text(found, "code") == "404");

    protected static string Condition(JsonNode definition, string type, string field = "status") =>
        definition["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == type)?[field]?.ToString() ?? "";

    protected static async Task DeleteAsync(string path)
    {
        var (code, answer) = await SendAsync(HttpMethod.Delete, path);
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), answer.ToJsonString());
    }
}
