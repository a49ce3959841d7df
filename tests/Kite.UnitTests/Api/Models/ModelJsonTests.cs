using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Api.Models;

public sealed class ModelJsonTests
{
    private const string Pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n","creationTimestamp":"2026-01-02T03:04:05Z","labels":{"a":"b"}},
         "spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"protocol":"TCP"}],"livenessProbe":{"httpGet":{"port":"http","path":"/"}},
         "resources":{"limits":{"memory":"1Gi","cpu":"500m"}}}]},"status":{"podIP":"10.0.0.1","startTime":"2026-01-02T03:04:05Z"}}
        """;

    [Test]
    public void A_pod_keeps_everything_from_JSON_to_JSON()
    {
        var written = ModelJson.ToText(ModelJson.Parse<Pod>(Encoding.UTF8.GetBytes(Pod)));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(Pod)), written);
    }

    [Test]
    public void Unknown_fields_are_skipped_and_absent_lists_are_empty()
    {
        var pod = ModelJson.Parse<Pod>("""{"future":{"a":[1]},"metadata":{"name":"p","x":null}}"""u8);
        Assert.That(pod.Metadata.Name, Is.EqualTo("p"));
        Assert.That(pod.Spec.Containers, Is.Empty);
    }

    [Test]
    public void A_null_stands_for_an_absent_field_and_ends_nothing()
    {
        var pod = ModelJson.Parse<Pod>("""{"metadata":{"creationTimestamp":null,"labels":null,"name":"p"},"spec":null,"status":{"conditions":[{"lastProbeTime":null,"type":"Ready"}],"phase":"Running"}}"""u8);
        Assert.That((pod.Metadata.Name, pod.Status.Conditions[0].Type, pod.Status.Phase), Is.EqualTo(("p", "Ready", "Running")));
        Assert.That(pod.Spec.Containers, Is.Empty);
    }

    [Test]
    public void Records_of_equal_content_are_equal()
    {
        var one = ModelJson.Parse<Pod>(Encoding.UTF8.GetBytes(Pod));
        var other = ModelJson.Parse<Pod>(Encoding.UTF8.GetBytes(Pod));
        Assert.That(one, Is.EqualTo(other));
        Assert.That(one, Is.Not.EqualTo(other with { Spec = other.Spec with { NodeName = "n" } }));
    }

    [Test]
    public void A_value_of_the_wrong_type_is_refused() =>
        Assert.That(() => ModelJson.Parse<Pod>("""{"metadata":{"name":5}}"""u8), Throws.InstanceOf<JsonException>());
}
