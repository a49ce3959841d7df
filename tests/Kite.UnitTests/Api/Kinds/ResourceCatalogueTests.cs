using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Api.Kinds;

internal sealed class ResourceCatalogueTests
{
    [Test]
    public void Resources_are_found_by_path_and_by_kind()
    {
        var pods = ApiFixture.Catalogue.Find("", "v1", "pods");
        Assert.That(pods, Is.Not.Null);
        Assert.That(pods!.Resource, Is.EqualTo(Pod.Resource));
        Assert.That(ApiFixture.Catalogue.FindKind("", "v1", "Pod"), Is.SameAs(pods));
        Assert.That(pods.DeletesGracefully && pods.HasStatus && pods.IsStored, Is.True);
        Assert.That(pods.Subresource("eviction")!.KindApiVersion, Is.EqualTo("policy/v1"));
        Assert.That(pods.Subresource("log")!.IsPartOfObject, Is.False);
        Assert.That(pods.Subresource("ephemeralcontainers")!.IsPartOfObject, Is.True);
    }

    [Test]
    public void Events_of_both_groups_share_one_storage()
    {
        var events = ApiFixture.Catalogue.Find("events.k8s.io", "v1", "events")!;
        Assert.That(events.StoredAs, Is.EqualTo(ApiFixture.Catalogue.Find("", "v1", "events")!.Resource));
        var value = ApiFixture.Decoder.Decode("""{"metadata":{"name":"e"},"eventTime":"2026-01-02T03:04:05.000001Z","note":"n","regarding":{"name":"p"}}"""u8, events.Type, "events.k8s.io/v1", default).Value;
        events.Conversion!.ToStored(value);
        Assert.That((string?)value["message"], Is.EqualTo("n"));
        Assert.That((string?)value["involvedObject"]!["name"], Is.EqualTo("p"));
        events.Conversion.FromStored(value);
        Assert.That((string?)value["note"], Is.EqualTo("n"));
        Assert.That((string?)value["apiVersion"], Is.EqualTo("events.k8s.io/v1"));
    }

    [Test]
    public void Selectable_fields_are_read_from_bytes_with_their_defaults()
    {
        var fields = ApiFixture.Kind("Pod").SelectableFields.Extract("""{"spec":{"containers":[{"nodeName":"x"}],"nodeName":"n1","hostNetwork":true},"status":{"phase":"Running"}}"""u8);
        Assert.That(fields["spec.nodeName"], Is.EqualTo("n1"));
        Assert.That(fields["spec.hostNetwork"], Is.EqualTo("true"));
        Assert.That(fields["status.phase"], Is.EqualTo("Running"));
        Assert.That(fields["status.podIP"], Is.Empty);
        Assert.That(ApiFixture.Kind("Node").SelectableFields.Extract("{}"u8)["spec.unschedulable"], Is.EqualTo("false"));
        Assert.That(ApiFixture.Kind("Event").SelectableFields.Extract("""{"source":{"component":"c"},"involvedObject":{"kind":"Pod"}}"""u8)["source"], Is.EqualTo("c"));
        Assert.That(ApiFixture.Kind("Event").SelectableFields.Extract("""{"source":{"component":"c"},"reportingComponent":"r"}"""u8)["source"], Is.EqualTo("c"));
        Assert.That(ApiFixture.Kind("Event").SelectableFields.Extract("""{"reportingComponent":"r","source":{"component":"c"}}"""u8)["source"], Is.EqualTo("c"));
        Assert.That(ApiFixture.Kind("Event").SelectableFields.Extract("""{"reportingComponent":"r","source":{}}"""u8)["source"], Is.EqualTo("r"));
    }
}
