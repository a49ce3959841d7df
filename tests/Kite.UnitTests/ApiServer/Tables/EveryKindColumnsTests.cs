using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Tables;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Tables;

public sealed class EveryKindColumnsTests
{
    private static readonly ResourceCatalogue Catalogue = ResourceCatalogue.Load();
    private readonly TableConverter converter = new(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero)));

    private static IEnumerable<ApiResource> Stored() => Catalogue.Resources.Where(definition => definition.IsStored).Select(definition => definition.Resource);

    [TestCaseSource(nameof(Stored))]
    public void An_empty_object_has_a_cell_for_every_column(ApiResource resource)
    {
        var columns = JsonNode.Parse(converter.Columns(resource).Span)!.AsArray();
        Assert.That(columns.Count(column => (string?)column!["format"] == "name"), Is.EqualTo(1));
        Assert.That(Cells(resource, """{"metadata":{"name":"x"}}"""), Has.Count.EqualTo(columns.Count));
    }

    [TestCase("autoscaling", "v2", "horizontalpodautoscalers", """{"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":3,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]},"status":{"currentReplicas":2,"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":7}}}]}}""", "h|Deployment/d|cpu: 7%/80%|1|3|2|<unknown>")]
    [TestCase("autoscaling", "v1", "horizontalpodautoscalers", """{"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":3,"targetCPUUtilizationPercentage":50},"status":{"currentReplicas":2}}""", "h|Deployment/d|cpu: <unknown>/50%|<unset>|3|2|<unknown>")]
    [TestCase("apiregistration.k8s.io", "v1", "apiservices", """{"metadata":{"name":"a"},"spec":{"service":{"name":"s","namespace":"n"}},"status":{"conditions":[{"type":"Available","status":"False","reason":"Gone"}]}}""", "a|n/s|False (Gone)|<unknown>")]
    [TestCase("storage.k8s.io", "v1", "csidrivers", """{"metadata":{"name":"d"},"spec":{"attachRequired":false,"volumeLifecycleModes":["Persistent","Ephemeral"]}}""", "d|False|False|False|<unset>|False|Persistent,Ephemeral|<unknown>")]
    [TestCase("networking.k8s.io", "v1", "ipaddresses", """{"metadata":{"name":"10.0.0.1"},"spec":{"parentRef":{"resource":"services","namespace":"n","name":"s"}}}""", "10.0.0.1|services/n/s|<unknown>")]
    [TestCase("", "v1", "limitranges", """{"metadata":{"name":"l","creationTimestamp":"2026-01-01T00:00:00Z"}}""", "l|2026-01-01T00:00:00Z")]
    [TestCase("batch", "v1", "jobs", """{"metadata":{"name":"j"},"spec":{"completions":3,"template":{"spec":{"containers":[{"name":"c","image":"i"}]}},"selector":{"matchLabels":{"a":"b"}}},"status":{"succeeded":1,"startTime":"2026-01-01T00:59:00Z","conditions":[{"type":"Suspended","status":"True"}]}}""", "j|Suspended|1/3|60s|<unknown>|c|i|a=b")]
    [TestCase("", "v1", "endpoints", """{"metadata":{"name":"e"},"subsets":[{"addresses":[{"ip":"fd00::1"}],"ports":[{"port":80}]}]}""", "e|[fd00::1]:80|<unknown>")]
    public void Rows_read_as_upstreams_do(string group, string version, string plural, string json, string row) =>
        Assert.That(string.Join('|', Cells(Catalogue.Find(group, version, plural)!.Resource, json)), Is.EqualTo(row));

    private List<string> Cells(ApiResource resource, string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        converter.WriteCells(resource, new CachedObjectReader(SelectableFields.None).Read(new ObjectKey("", "x"), System.Text.Encoding.UTF8.GetBytes(json), 1), writer);
        writer.Flush();
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement.EnumerateArray().Select(cell => cell.ToString()).ToList();
    }
}
