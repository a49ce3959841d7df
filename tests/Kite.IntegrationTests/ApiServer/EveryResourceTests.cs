using System.Net;
using Kite.Api.Kinds;

namespace Kite.IntegrationTests.ApiServer;

public sealed class EveryResourceTests : ApiTests
{
    private static IEnumerable<string> Paths() =>
        ResourceCatalogue.Load().Resources.Where(definition => definition.Verbs.Contains("list")).Select(definition => definition.Resource.Path());

    [TestCaseSource(nameof(Paths))]
    public async Task Every_resource_that_discovery_names_can_be_listed(string path)
    {
        var (code, list) = await SendAsync(HttpMethod.Get, path);

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), list.ToJsonString());
        Assert.That(Text(list, "kind"), Does.EndWith("List"));
    }

    [Test]
    public async Task An_event_is_served_in_both_of_its_groups()
    {
        await CreateAsync(
            $"/apis/events.k8s.io/v1/namespaces/{Namespace}/events",
            """{"metadata":{"name":"e"},"eventTime":"2026-01-02T03:04:05.000006Z","reportingController":"c","reportingInstance":"i","action":"a","reason":"r","type":"Normal","note":"n","regarding":{"kind":"Pod","namespace":"NS","name":"p"}}""".Replace("NS", Namespace, StringComparison.Ordinal));

        var core = await GetAsync($"/api/v1/namespaces/{Namespace}/events/e");
        var events = await GetAsync($"/apis/events.k8s.io/v1/namespaces/{Namespace}/events/e");

        Assert.That(Text(core, "message"), Is.EqualTo("n"));
        Assert.That(Text(core, "involvedObject.name"), Is.EqualTo("p"));
        Assert.That(Text(events, "note"), Is.EqualTo("n"));
        Assert.That(Text(events, "apiVersion"), Is.EqualTo("events.k8s.io/v1"));
    }

    [Test]
    public async Task Yaml_is_read_and_written()
    {
        var (code, created) = await SendAsync(HttpMethod.Post, ConfigMaps, "metadata:\n  name: why\ndata:\n  k: v\n", "application/yaml");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ConfigMaps}/why");
        request.Headers.Accept.ParseAdd("application/yaml");

        using var response = await Http.SendAsync(request);

        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), created.ToJsonString());
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/yaml"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("  k: v"));
    }
}
