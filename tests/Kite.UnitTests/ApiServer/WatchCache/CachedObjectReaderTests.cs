using System.Text;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.UnitTests.ApiServer.WatchCache;

public sealed class CachedObjectReaderTests
{
    private readonly CachedObjectReader reader = new(SelectableFields.None);

    [TestCase("\"name\":\"a\"")]
    [TestCase("")]
    [TestCase("\"labels\":{\"resourceVersion\":\"x\"},\"name\":\"a\"")]
    public void The_version_is_spliced_in_and_taken_out_again(string metadata)
    {
        var stored = CachedObjects.Stored(metadata);

        var cached = reader.Read(new ObjectKey("ns", "a"), stored, 42);

        Assert.That(Encoding.UTF8.GetString(cached.Json.Span), Does.Contain("\"metadata\":{\"resourceVersion\":\"42\""));
        Assert.That(System.Text.Json.Nodes.JsonNode.Parse(cached.MetadataJson.Span)!["resourceVersion"]!.ToString(), Is.EqualTo("42"));
        Assert.That(StoredJson.WithoutRevision(cached), Is.EqualTo(stored));
    }

    [Test]
    public void Facts_are_found_wherever_they_stand_in_the_metadata()
    {
        var stored = CachedObjects.Stored("\"annotations\":{\"uid\":\"no\"},\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"uid\":\"u\",\"creationTimestamp\":\"2026-01-02T03:04:05Z\"");

        var cached = reader.Read(new ObjectKey("ns", "a"), stored, 1);

        Assert.That(cached.Uid, Is.EqualTo("u"));
        Assert.That(cached.Labels, Is.EquivalentTo(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }));
        Assert.That(cached.Created, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
    }

    [Test]
    public void Selectable_fields_are_extracted()
    {
        var pods = ResourceCatalogue.Load().Find("", "v1", "pods")!;
        var stored = Encoding.UTF8.GetBytes("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{"nodeName":"n1"},"status":{"phase":"Running"}}""");

        var cached = new CachedObjectReader(pods.SelectableFields).Read(new ObjectKey("ns", "p"), stored, 1);

        Assert.That(cached.Fields["spec.nodeName"], Is.EqualTo("n1"));
        Assert.That(cached.Fields["status.phase"], Is.EqualTo("Running"));
    }
}
