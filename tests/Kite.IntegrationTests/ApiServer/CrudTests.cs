using System.Net;

namespace Kite.IntegrationTests.ApiServer;

public sealed class CrudTests : ApiTests
{
    [Test]
    public async Task A_created_object_gets_identity_and_can_be_read_back()
    {
        var created = await ConfigMapAsync("a", """{"k":"v"}""");

        var found = await GetAsync($"{ConfigMaps}/a");

        Assert.That(found.ToJsonString(), Is.EqualTo(created.ToJsonString()));
        Assert.That(Text(found, "metadata.uid"), Has.Length.EqualTo(36));
        Assert.That(Text(found, "metadata.namespace"), Is.EqualTo(Namespace));
        Assert.That(long.Parse(Text(found, "metadata.resourceVersion")), Is.Positive);
    }

    [Test]
    public async Task Creating_twice_returns_already_exists()
    {
        await ConfigMapAsync("a");

        var (code, status) = await SendAsync(HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"a"}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Text(status, "reason"), Is.EqualTo("AlreadyExists"));
        Assert.That(Text(status, "message"), Is.EqualTo("configmaps \"a\" already exists"));
    }

    [Test]
    public async Task A_generated_name_starts_with_what_was_asked_for()
    {
        var created = await CreateAsync(ConfigMaps, """{"metadata":{"generateName":"gen-"}}""");

        Assert.That(Text(created, "metadata.name"), Does.Match("^gen-[a-z0-9]{5}$"));
    }

    [Test]
    public async Task An_update_with_a_stale_version_conflicts_and_without_one_overwrites()
    {
        var first = await ConfigMapAsync("a", """{"k":"1"}""");
        await SendAsync(HttpMethod.Put, $"{ConfigMaps}/a", """{"metadata":{"name":"a"},"data":{"k":"2"}}""");

        first["data"]!["k"] = "3";
        var (code, status) = await SendAsync(HttpMethod.Put, $"{ConfigMaps}/a", first.ToJsonString());

        Assert.That(code, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Text(status, "message"), Does.Contain("the object has been modified; please apply your changes to the latest version and try again"));
        Assert.That(Text(await GetAsync($"{ConfigMaps}/a"), "data.k"), Is.EqualTo("2"));
    }

    [Test]
    public async Task An_update_that_changes_nothing_keeps_the_version()
    {
        var first = await ConfigMapAsync("a", """{"k":"1"}""");

        var (_, second) = await SendAsync(HttpMethod.Put, $"{ConfigMaps}/a", first.ToJsonString());

        Assert.That(Text(second, "metadata.resourceVersion"), Is.EqualTo(Text(first, "metadata.resourceVersion")));
    }

    [Test]
    public async Task A_dry_run_answers_as_if_and_stores_nothing()
    {
        var created = await CreateAsync($"{ConfigMaps}?dryRun=All", """{"metadata":{"name":"a"}}""");

        Assert.That(Text(created, "metadata.uid"), Is.Not.Empty);
        var (code, _) = await SendAsync(HttpMethod.Get, $"{ConfigMaps}/a");
        Assert.That(code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Nothing_is_created_in_a_namespace_that_does_not_exist()
    {
        var (code, status) = await SendAsync(HttpMethod.Post, "/api/v1/namespaces/nowhere/configmaps", """{"metadata":{"name":"a"}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Text(status, "message"), Is.EqualTo("namespaces \"nowhere\" not found"));
    }

    [Test]
    public async Task Metadata_alone_can_be_asked_for()
    {
        await ConfigMapAsync("a", """{"k":"1"}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, ConfigMaps);
        request.Headers.Accept.ParseAdd("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");

        using var response = await Http.SendAsync(request);
        var list = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That(Text(list, "kind"), Is.EqualTo("PartialObjectMetadataList"));
        Assert.That(list["items"]![0]!["data"], Is.Null);
        Assert.That(Text(list["items"]![0]!, "metadata.name"), Is.EqualTo("a"));
    }
}
