using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer;

/// <summary>What clients learn of the server's resources: discovery and OpenAPI.</summary>
[TestFixture]
internal sealed class PublishingTests : ApiTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private string Group => $"{Namespace}.example.com";

    [TearDown]
    public Task DeleteDefinitionAsync() => SendAsync(HttpMethod.Delete, $"{Definitions}/widgets.{Group}");

    [Test]
    public async Task A_custom_resource_is_published_once_it_is_established_and_withdrawn_when_it_goes()
    {
        await DefineAsync();
        await Eventually.Holds(async () => (await GetAsync($"{Definitions}/widgets.{Group}"))["status"]?["conditions"]?.AsArray().Any(condition => Text(condition!, "type") == "Established" && Text(condition!, "status") == "True") == true);
        Assert.That((await GetAsync("/openapi/v3"))["paths"]![$"apis/{Group}/v1"], Is.Not.Null);

        var name = $"com.example.{Namespace}.v1.Widget";
        Assert.That((await GetAsync($"/apis/{Group}/v1"))["resources"]!.AsArray().Select(resource => Text(resource!, "name")), Is.EquivalentTo(new[] { "widgets", "widgets/status" }));
        Assert.That(Text((await GetAsync("/openapi/v2"))["definitions"]![name]!, "properties.spec.properties.size.description"), Is.EqualTo("How large."));
        var v3 = await GetAsync($"/openapi/v3/apis/{Group}/v1");
        Assert.That(Text(v3["components"]!["schemas"]![name]!, "properties.spec.properties.size.description"), Is.EqualTo("How large."));
        Assert.That(v3["paths"]![$"/apis/{Group}/v1/namespaces/{{namespace}}/widgets/{{name}}/status"]!["patch"], Is.Not.Null);
        await Eventually.Holds(async () => (await SendAsync(HttpMethod.Get, $"/apis/apiregistration.k8s.io/v1/apiservices/v1.{Group}")).Code == HttpStatusCode.OK);

        await SendAsync(HttpMethod.Delete, $"{Definitions}/widgets.{Group}");
        await Eventually.Holds(async () => (await GetAsync("/openapi/v3"))["paths"]![$"apis/{Group}/v1"] is null);
        await Eventually.Holds(async () => (await SendAsync(HttpMethod.Get, $"/apis/apiregistration.k8s.io/v1/apiservices/v1.{Group}")).Code == HttpStatusCode.NotFound);
        Assert.That((await SendAsync(HttpMethod.Get, $"/apis/{Group}")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("/openapi/v2", "application/json")]
    [TestCase("/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf")]
    [TestCase("/openapi/v3", "application/json")]
    [TestCase("/openapi/v3/apis/node.k8s.io/v1", "application/com.github.proto-openapi.spec.v3@v1.0+protobuf")]
    [TestCase("/apis/node.k8s.io/v1", "application/vnd.kubernetes.protobuf")]
    [TestCase("/api", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")]
    public async Task What_a_client_has_already_is_not_sent_again(string path, string accept)
    {
        using var first = await AskAsync(path, accept, null);
        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(first.Content.Headers.ContentType!.ToString().Replace(" ", ""), Is.EqualTo(accept.Replace("@", ".")));
        Assert.That((await first.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(100));
        using var second = await AskAsync(path, accept, first.Headers.ETag);
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase("application/json")]
    [TestCase("application/com.github.proto-openapi.spec.v2@v1.0+protobuf")]
    public async Task The_document_of_everything_comes_compressed_to_those_who_can_read_it(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v2");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        using var response = await Http.SendAsync(request);

        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        using var inflated = new MemoryStream();
        // Its end says whether all of it was right.
        await using (var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress)) await gzip.CopyToAsync(inflated);
        Assert.That(inflated.ToArray().AsSpan().IndexOf("io.k8s.api.core.v1.Pod"u8), Is.Positive);
    }

    [Test]
    public async Task The_address_in_the_index_may_be_kept_for_ever_and_an_old_one_leads_to_it()
    {
        var address = Text((await GetAsync("/openapi/v3"))["paths"]!["apis/node.k8s.io/v1"]!, "serverRelativeURL");
        using var current = await AskAsync(address, "application/json", null);
        Assert.That(current.Headers.CacheControl!.ToString(), Does.Contain("immutable"));

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { ClientCertificates = [SharedServer.Server.Certificates.Admin] } };
#pragma warning disable CA5359 // Who answers is no matter here.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { BaseAddress = SharedServer.Server.Server };
        using var old = await client.GetAsync("/openapi/v3/apis/node.k8s.io/v1?hash=OLD");
        Assert.That((old.StatusCode, old.Headers.Location!.ToString()), Is.EqualTo((HttpStatusCode.MovedPermanently, address)));
    }

    [Test]
    public async Task The_root_lists_paths() =>
        Assert.That((await GetAsync("/"))["paths"]!.AsArray().Select(path => path!.GetValue<string>()), Is.SupersetOf(new[] { "/api/v1", "/apis/apps/v1", "/healthz", "/openapi/v2", "/version" }));

    private static async Task<HttpResponseMessage> AskAsync(string path, string accept, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (known is not null) request.Headers.IfNoneMatch.Add(known);
        return await Http.SendAsync(request);
    }

    private Task<JsonNode> DefineAsync() => CreateAsync(Definitions, $$$"""
        {"metadata":{"name":"widgets.{{{Group}}}"},"spec":{"group":"{{{Group}}}","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget"},
         "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{} },"schema":{"openAPIV3Schema":{"type":"object","properties":{
           "spec":{"type":"object","properties":{"size":{"type":"integer","description":"How large."} } },"status":{"type":"object"} } } } }] } }
        """);
}
