using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Storage;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer;

[TestFixture]
internal sealed class FullStoreTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private string directory = "";

    [SetUp]
    public void SetUp() => directory = Directory.CreateTempSubdirectory("kite-full-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task Writes_to_a_full_store_fail_as_a_status_that_says_why_while_reads_and_deletes_go_on()
    {
        await using var server = await ApiServerFixture.StartAsync(
            services => services.AddSqliteStore(store =>
            {
                store.Path = Path.Combine(directory, "state.db");
                store.MaxFileSize = 3 << 20;
            }),
            kept: directory);
        var stored = 0;
        JsonNode failure = new JsonObject();
        for (; stored < 100; stored++)
        {
            using var body = new StringContent($$"""{"metadata":{"name":"c-{{stored}}"},"data":{"a":"{{new string('x', 100_000)}}"} }""", Encoding.UTF8, "application/json");
            using var response = await server.Http.PostAsync(ConfigMaps, body);
            if (response.StatusCode == HttpStatusCode.Created) continue;
            failure = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            break;
        }

        Assert.That((int?)failure["code"], Is.EqualTo(500));
        Assert.That((string?)failure["reason"], Is.EqualTo("InternalError"));
        Assert.That((string?)failure["message"], Does.StartWith("Internal error occurred: the store ").And.Contain("no space is left"));
        Assert.That((await server.Http.GetAsync($"{ConfigMaps}/c-{stored}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(JsonNode.Parse(await server.Http.GetStringAsync(ConfigMaps))!["items"]!.AsArray().Count(item => ((string)item!["metadata"]!["name"]!).StartsWith("c-", StringComparison.Ordinal)), Is.EqualTo(stored));
        Assert.That((await server.Http.GetAsync("/readyz")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        for (var i = 0; i < stored; i++) Assert.That((await server.Http.DeleteAsync($"{ConfigMaps}/c-{i}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Eventually.Holds(async () =>
        {
            using var body = new StringContent("""{"metadata":{"name":"again"}}""", Encoding.UTF8, "application/json");
            using var response = await server.Http.PostAsync(ConfigMaps, body);
            return response.StatusCode == HttpStatusCode.Created;
        });
    }
}
