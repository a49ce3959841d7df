using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs.Gnostic;
using Kite.Api.Kinds;
using Kite.ApiServer.OpenApi;
using Kite.ApiServer.OpenApi.Parts;

namespace Kite.UnitTests.ApiServer.OpenApi.Parts;

[TestFixture]
internal sealed class OpenApiV2Tests
{
    private const string Schema = """{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"}}}}}""";

    private readonly Remotes remotes = new();
    private ResourceCatalogue catalogue = null!;
    private OpenApiParts parts = null!;
    private OpenApiV2 version2 = null!;
    private OpenApiIndex index = null!;

    [SetUp]
    public void Create()
    {
        catalogue = ResourceCatalogue.Load();
        remotes.All = [];
        parts = new OpenApiParts(catalogue);
        version2 = new OpenApiV2(parts);
        index = new OpenApiIndex(catalogue, remotes);
    }

    [TearDown]
    public void Dispose() => version2.Dispose();

    [Test]
    public async Task A_change_of_one_definition_writes_its_part_alone()
    {
        Define("a", "A", Schema);
        Define("b", "B", Schema);
        var before = parts.Of(index.Current());
        Define("b", "B", Schema.Replace("size", "length", StringComparison.Ordinal));
        var after = parts.Of(index.Current());

        Assert.That(after.Take(2), Is.EqualTo(before.Take(2)));
        Assert.That(after[2], Is.Not.SameAs(before[2]));
        Assert.That((await JsonAsync())["definitions"]!["com.example.v1.B"]!["properties"]!["spec"]!["properties"]!["length"], Is.Not.Null);
    }

    [Test]
    public async Task What_is_no_longer_served_is_gone()
    {
        Define("a", "A", Schema);
        await JsonAsync();
        catalogue.SetCustom("a.example.com", []);

        var json = await JsonAsync();
        Assert.That(json["paths"]!.AsObject().Select(path => path.Key), Has.None.Contains("example.com"));
        Assert.That(json["definitions"]!["com.example.v1.A"], Is.Null);
    }

    [Test]
    public async Task Protobuf_is_the_message_of_the_JSON()
    {
        Define("a", "A", Schema);
        await version2.PrepareAsync(index.Current(), default);
        var (json, protobuf) = (await ReadAsync(isProtobuf: false), await ReadAsync(isProtobuf: true));

        Assert.That(protobuf.AsSpan().SequenceEqual(GnosticEncoder.EncodeV2(json)), Is.True);
        Assert.That(protobuf.AsSpan().IndexOf("com.example.v1.AList"u8), Is.Positive);
    }

    [Test]
    public async Task Definitions_of_several_servers_are_there_once()
    {
        const string Document = """
            {"paths":{"/apis/GROUP/v1/things":{"get":{"responses":{"200":{"schema":{"$ref":"#/definitions/Thing"}}}}},"/apis/other/v1/x":{}},
             "definitions":{"Thing":{"properties":{"metadata":{"$ref":"#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}}},"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta":{"type":"string"},"Unused":{}}}
            """;
        remotes.All = [Remote("one.example.org", Document), Remote("two.example.org", Document)];

        var text = Encoding.UTF8.GetString(await ReadAsync(isProtobuf: false));
        var json = JsonNode.Parse(text)!;
        Assert.That(json["paths"]!["/apis/one.example.org/v1/things"], Is.Not.Null);
        Assert.That(json["paths"]!["/apis/two.example.org/v1/things"], Is.Not.Null);
        Assert.That(json["paths"]!["/apis/other/v1/x"], Is.Null);
        Assert.That(text.Split("\"Thing\":"), Has.Length.EqualTo(2));
        Assert.That(text.Split("\"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta\":"), Has.Length.EqualTo(2));
        Assert.That(json["definitions"]!["Unused"], Is.Null);

        remotes.All = [remotes.All[1]];
        Assert.That((await JsonAsync())["definitions"]!["Thing"], Is.Not.Null);
    }

    private static RemoteOpenApi Remote(string group, string document)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(Encoding.UTF8.GetBytes(document.Replace("GROUP", group, StringComparison.Ordinal)));
        return new RemoteOpenApi($"v1.{group}", $"apis/{group}/v1", "", output.ToArray());
    }

    private void Define(string plural, string kind, string schema) =>
        catalogue.SetCustom($"{plural}.example.com", [CustomDefinitions.Define(catalogue, "example.com", "v1", plural, kind, schema)]);

    private async Task<JsonNode> JsonAsync() => JsonNode.Parse(await ReadAsync(isProtobuf: false))!;

    private async Task<byte[]> ReadAsync(bool isProtobuf)
    {
        using var output = new MemoryStream();
        await using var inflate = (await version2.ReadAsync(index.Current(), isProtobuf, default)).Inflate();
        await inflate.CopyToAsync(output);
        return output.ToArray();
    }

    private sealed class Remotes : IRemoteOpenApi
    {
        public long Version { get; private set; }

        public IReadOnlyList<RemoteOpenApi> All
        {
            get;
            set
            {
                field = value;
                Version++;
            }
        } = [];

        public IReadOnlyList<RemoteOpenApi> Documents() => All;
    }
}
