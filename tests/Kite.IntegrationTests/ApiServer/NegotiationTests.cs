using System.Net;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;

namespace Kite.IntegrationTests.ApiServer;

public sealed class NegotiationTests : ApiTests
{
    [TestCase("text/plain", "", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [TestCase("application/yaml", "?watch=1", "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")]
    [TestCase("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "", "you requested PartialObjectMetadata, but the requested object is a list (*v1.ConfigMapList)")]
    [TestCase("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "/kube-root-ca.crt", "you requested PartialObjectMetadataList, but the requested object is not a list (*v1.ConfigMap)")]
    public async Task What_nobody_can_write_is_not_acceptable(string accept, string rest, string message)
    {
        await ConfigMapAsync("kube-root-ca.crt");
        using var response = await GetAsync(ConfigMaps + rest, accept);
        // A failure has the form asked for where that can be had.
        var status = YamlCodec.Parse(await response.Content.ReadAsByteArrayAsync())!;

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable), status.ToJsonString());
        Assert.That((Text(status, "reason"), Text(status, "message")), Is.EqualTo(("NotAcceptable", message)));
    }

    [Test]
    public async Task A_review_is_no_table()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
        request.Content = new StringContent("""{"spec":{"nonResourceAttributes":{"verb":"get","path":"/"}}}""", null, "application/json");
        request.Headers.Accept.ParseAdd("application/json;as=Table;v=v1;g=meta.k8s.io");
        using var response = await Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
    }

    [TestCase("v1")]
    [TestCase("v1beta1")]
    public async Task A_table_carries_of_its_objects_what_was_asked_for(string version)
    {
        await ConfigMapAsync("a", """{"k":"v"}""");
        var accept = $"application/json;as=Table;v={version};g=meta.k8s.io,application/json";
        var rows = new Dictionary<string, JsonNode?>();
        foreach (var include in new[] { "None", "Metadata", "Object" })
        {
            using var response = await GetAsync($"{ConfigMaps}?includeObject={include}", accept);
            var table = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That((Text(table, "kind"), Text(table, "apiVersion")), Is.EqualTo(("Table", $"meta.k8s.io/{version}")));
            rows[include] = table["rows"]![0]!["object"];
        }

        Assert.That(rows["None"], Is.Null);
        Assert.That(Text(rows["Metadata"]!, "kind"), Is.EqualTo("PartialObjectMetadata"));
        Assert.That(Text(rows["Object"]!, "data.k"), Is.EqualTo("v"));
    }

    [Test]
    public async Task Big_answers_are_compressed_where_the_client_understands_it()
    {
        await ConfigMapAsync("big", $$"""{"k":"{{new string('x', 200_000)}}"}""");
        await ConfigMapAsync("small");
        using var big = await GetAsync($"{ConfigMaps}/big", "application/json", "gzip");
        using var list = await GetAsync(ConfigMaps, "application/json", "gzip");
        using var small = await GetAsync($"{ConfigMaps}/small", "application/json", "gzip");
        using var plain = await GetAsync($"{ConfigMaps}/big", "application/json");

        Assert.That(big.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        Assert.That(list.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        Assert.That(small.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(plain.Content.Headers.ContentEncoding, Is.Empty);
    }

    [Test]
    public async Task People_get_lines_and_indents()
    {
        await ConfigMapAsync("a");
        using var pretty = await GetAsync($"{ConfigMaps}/a?pretty=true", "application/json");
        using var plain = await GetAsync($"{ConfigMaps}/a", "application/json");

        Assert.That(await pretty.Content.ReadAsStringAsync(), Does.StartWith("{\n  \"kind\": \"ConfigMap\",\n").Or.StartWith("{\n  \"metadata\""));
        Assert.That(await plain.Content.ReadAsStringAsync(), Does.Not.Contain("\n"));
    }

    private static async Task<HttpResponseMessage> GetAsync(string path, string accept, string encoding = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (encoding.Length > 0) request.Headers.AcceptEncoding.ParseAdd(encoding);
        return await Http.SendAsync(request);
    }
}
