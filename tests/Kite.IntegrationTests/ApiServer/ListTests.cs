using System.Net;

namespace Kite.IntegrationTests.ApiServer;

public sealed class ListTests : ApiTests
{
    [Test]
    public async Task Pages_show_one_state_whatever_happens_between_them()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" }) await ConfigMapAsync(name);

        var first = await GetAsync($"{ConfigMaps}?limit=2");
        await ConfigMapAsync("bb");
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/d");
        var second = await GetAsync($"{ConfigMaps}?limit=2&continue={Text(first, "metadata.continue")}");
        var third = await GetAsync($"{ConfigMaps}?limit=2&continue={Text(second, "metadata.continue")}");

        Assert.That(Names(first).Concat(Names(second)).Concat(Names(third)), Is.EqualTo(new[] { "a", "b", "c", "d", "e" }));
        Assert.That(Text(first, "metadata.remainingItemCount"), Is.EqualTo("3"));
        Assert.That(Text(third, "metadata.continue"), Is.Empty);
        Assert.That(Text(third, "metadata.resourceVersion"), Is.EqualTo(Text(first, "metadata.resourceVersion")));
    }

    [Test]
    public async Task Labels_and_fields_select()
    {
        await ConfigMapAsync("a", metadata: ",\"labels\":{\"app\":\"x\"}");
        await ConfigMapAsync("b", metadata: ",\"labels\":{\"app\":\"y\"}");
        await ConfigMapAsync("c");

        Assert.That(Names(await GetAsync($"{ConfigMaps}?labelSelector=app%3Dx")), Is.EqualTo(new[] { "a" }));
        Assert.That(Names(await GetAsync($"{ConfigMaps}?labelSelector=app")), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Names(await GetAsync($"{ConfigMaps}?labelSelector=%21app")), Is.EqualTo(new[] { "c" }));
        Assert.That(Names(await GetAsync($"{ConfigMaps}?fieldSelector=metadata.name%3Db")), Is.EqualTo(new[] { "b" }));
        Assert.That(Names(await GetAsync($"{ConfigMaps}?fieldSelector=metadata.name%21%3Db")), Is.EqualTo(new[] { "a", "c" }));
    }

    [TestCase("api/v1", "source")]
    [TestCase("api/v1", "reportingComponent")]
    [TestCase("apis/events.k8s.io/v1", "reportingController")]
    public async Task Each_group_selects_events_by_its_own_names(string group, string field)
    {
        await CreateAsync(
            $"/apis/events.k8s.io/v1/namespaces/{Namespace}/events",
            $$"""{"metadata":{"name":"e"},"regarding":{"namespace":"{{Namespace}}"},"eventTime":"2026-01-01T00:00:00.000000Z","action":"Do","reason":"Test","type":"Normal","reportingController":"one","reportingInstance":"n"}""");

        Assert.That(Names(await GetAsync($"/{group}/namespaces/{Namespace}/events?fieldSelector={field}%3Done")), Is.EqualTo(new[] { "e" }));
        Assert.That(Names(await GetAsync($"/{group}/namespaces/{Namespace}/events?fieldSelector={field}%3Dtwo")), Is.Empty);
    }

    [Test]
    public async Task An_exact_version_shows_the_past()
    {
        await ConfigMapAsync("a");
        var before = Text(await GetAsync(ConfigMaps), "metadata.resourceVersion");
        await ConfigMapAsync("b");

        var past = await GetAsync($"{ConfigMaps}?resourceVersion={before}&resourceVersionMatch=Exact");

        Assert.That(Names(past), Is.EqualTo(new[] { "a" }));
        Assert.That(Text(past, "metadata.resourceVersion"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_version_in_the_future_times_out()
    {
        var (code, status) = await SendAsync(HttpMethod.Get, $"{ConfigMaps}?resourceVersion=999999999");

        Assert.That(code, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(Text(status, "message"), Does.StartWith("Timeout: Too large resource version: 999999999"));
    }

    [Test]
    public async Task A_list_over_all_namespaces_has_the_objects_of_each()
    {
        await ConfigMapAsync("a");

        var list = await GetAsync("/api/v1/configmaps");

        Assert.That(list["items"]!.AsArray().Select(item => Text(item!, "metadata.namespace")), Does.Contain(Namespace));
    }

    private static string[] Names(System.Text.Json.Nodes.JsonNode list) => [.. list["items"]!.AsArray().Select(item => Text(item!, "metadata.name"))];
}
