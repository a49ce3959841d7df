using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

public sealed class FormTests : CustomResourceTests
{
    private const string Columns = """
        ,"additionalPrinterColumns":[
          {"name":"Spec","type":"string","jsonPath":".spec.cronSpec","description":"The cron spec"},
          {"name":"Replicas","type":"integer","jsonPath":".spec.replicas","format":"int32","priority":1},
          {"name":"Since","type":"date","jsonPath":".spec.since"},
          {"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}]
        """;

    [Test]
    public async Task Tables_have_the_columns_of_the_definition()
    {
        await DefineAsync(Definition(Version("v1", more: Columns)));
        await CreateAsync(CronTabs, Body("a", """{"cronSpec":"* * *","replicas":2}"""));

        var table = await AcceptAsync(CronTabs, "application/json;as=Table;v=v1;g=meta.k8s.io");

        Assert.That(table["columnDefinitions"]!.AsArray().Select(column => Text(column!, "name")), Is.EqualTo(new[] { "Name", "Spec", "Replicas", "Since", "Age" }));
        Assert.That((Text(table["columnDefinitions"]![1]!, "description"), Text(table["columnDefinitions"]![2]!, "priority"), Text(table["columnDefinitions"]![2]!, "format")), Is.EqualTo(("The cron spec", "1", "int32")));
        Assert.That(Text(table["columnDefinitions"]![3]!, "description"), Is.EqualTo("Custom resource definition column (in JSONPath format): .spec.since"));
        var cells = table["rows"]![0]!["cells"]!.AsArray();
        Assert.That(cells.Take(4).Select(cell => cell?.ToJsonString()), Is.EqualTo(new[] { "\"a\"", "\"* * *\"", "2", null }));
        Assert.That(cells[4]!.ToString(), Does.Match("^[0-9]+s$"));
    }

    [Test]
    public async Task Without_columns_a_table_shows_name_and_age()
    {
        await DefineAsync(Definition(Version("v1")));

        var table = await AcceptAsync(CronTabs, "application/json;as=Table;v=v1;g=meta.k8s.io");

        Assert.That(table["columnDefinitions"]!.AsArray().Select(column => Text(column!, "name")), Is.EqualTo(new[] { "Name", "Age" }));
    }

    [Test]
    public async Task Protobuf_shows_metadata_and_nothing_else()
    {
        await DefineAsync(Definition(Version("v1")));
        await CreateAsync(CronTabs, Body("a"));

        var (whole, _) = await RawAsync($"{CronTabs}/a", "application/vnd.kubernetes.protobuf");
        var (fallback, type) = await RawAsync($"{CronTabs}/a", "application/vnd.kubernetes.protobuf,application/json");
        var (partial, partialType) = await RawAsync(CronTabs, "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        var (table, tableType) = await RawAsync(CronTabs, "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1;g=meta.k8s.io");
        var (body, failure) = await SendAsync(HttpMethod.Post, CronTabs, "k8s\0", "application/vnd.kubernetes.protobuf");
        var metadata = await AcceptAsync($"{CronTabs}/a", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");

        Assert.That(whole, Is.EqualTo(HttpStatusCode.NotAcceptable));
        Assert.That((fallback, type), Is.EqualTo((HttpStatusCode.OK, "application/json")));
        Assert.That((partial, partialType), Is.EqualTo((HttpStatusCode.OK, "application/vnd.kubernetes.protobuf")));
        Assert.That((table, tableType), Is.EqualTo((HttpStatusCode.OK, "application/json")));
        Assert.That(body, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(Text(failure, "message"), Is.EqualTo("the body of the request was in an unknown format - accepted media types include: application/json, application/yaml"));
        Assert.That((Text(metadata, "kind"), Text(metadata, "metadata.name"), metadata["spec"]), Is.EqualTo(("PartialObjectMetadata", "a", (JsonNode?)null)));
    }

    private static async Task<JsonNode> AcceptAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await Http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task<(HttpStatusCode Code, string Type)> RawAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "");
    }
}
