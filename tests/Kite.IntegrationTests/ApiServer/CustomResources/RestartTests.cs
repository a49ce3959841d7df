using System.Net;
using System.Text.Json.Nodes;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

public sealed class RestartTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string CronTabs = "/apis/example.com/v1/namespaces/default/crontabs";
    private string directory = "";

    [SetUp]
    public void MakeDirectory() => directory = Directory.CreateTempSubdirectory("kite-crd-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task Custom_objects_are_served_as_soon_as_the_server_listens_and_watches_go_on()
    {
        string version;
        await using (var server = await ApiServerFixture.StartAsync(kept: directory))
        {
            await PostAsync(server, Definitions, Definition("crontabs", ""));
            await UntilAsync(server, $"{Definitions}/crontabs.example.com", found => found.ToJsonString().Contains("InitialNamesAccepted", StringComparison.Ordinal));
            version = (string)(await PostAsync(server, CronTabs, Body("a")))["metadata"]!["resourceVersion"]!;
            await PostAsync(server, CronTabs, Body("b"));
        }
        await using (var server = await ApiServerFixture.StartAsync(kept: directory))
        {
            var found = await GetAsync(server, $"{CronTabs}/a");
            Assert.That((string?)found["metadata"]!["resourceVersion"], Is.EqualTo(version));
            Assert.That((string?)found["spec"]!["size"], Is.EqualTo("big"));
            using var watch = await WatchStream.OpenAsync(server.Http, server.Server, $"{CronTabs}?watch=1&resourceVersion={version}");
            Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED b"));
        }
    }

    [Test]
    public async Task A_deletion_that_was_under_way_is_finished()
    {
        await using (var server = await ApiServerFixture.StartAsync(kept: directory))
        {
            await PostAsync(server, Definitions, Definition("crontabs", ""));
            await UntilAsync(server, $"{Definitions}/crontabs.example.com", found => found.ToJsonString().Contains("InitialNamesAccepted", StringComparison.Ordinal));
            await PostAsync(server, CronTabs, Body("held", ",\"finalizers\":[\"example.com/hold\"]"));
            await server.Http.DeleteAsync(new Uri($"{Definitions}/crontabs.example.com", UriKind.Relative));
        }
        await using (var server = await ApiServerFixture.StartAsync(kept: directory))
        {
            using var refused = await server.Http.PostAsync(new Uri(CronTabs, UriKind.Relative), new StringContent(Body("late"), null, "application/json"));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
            using var patch = new HttpRequestMessage(HttpMethod.Patch, $"{CronTabs}/held") { Content = new StringContent("""{"metadata":{"finalizers":null}}""", null, "application/merge-patch+json") };
            await server.Http.SendAsync(patch);
            await UntilAsync(server, $"{Definitions}/crontabs.example.com", found => (string?)found["reason"] == "NotFound");
        }
    }

    private static string Definition(string plural, string more) =>
        $$"""{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{plural}}.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"{{plural}}","kind":"CronTab"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"string","default":"big"} } } } } } }]{{more}} } }""";

    private static string Body(string name, string metadata = "") => $$"""{"apiVersion":"example.com/v1","kind":"CronTab","metadata":{"name":"{{name}}"{{metadata}} },"spec":{} }""";

    private static async Task<JsonNode> PostAsync(ApiServerFixture server, string path, string body)
    {
        using var response = await server.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, null, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created), text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> GetAsync(ApiServerFixture server, string path) => JsonNode.Parse(await server.Http.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    private static async Task UntilAsync(ApiServerFixture server, string path, Func<JsonNode, bool> isSo)
    {
        await Eventually.Holds(async () =>
        {
            using var response = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
            return isSo(JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
        });
    }
}
