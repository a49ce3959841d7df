using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Tables;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Tables;

public sealed class TableConverterTests
{
    private readonly TableConverter converter = new(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero)));

    [TestCase("""{"phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":0,"state":{"running":{}}}]}""", "1/1", "Running", "0")]
    [TestCase("""{"phase":"Pending"}""", "0/1", "Pending", "0")]
    [TestCase("""{"phase":"Pending","containerStatuses":[{"name":"a","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ErrImagePull"}}}]}""", "0/1", "ErrImagePull", "0")]
    [TestCase("""{"phase":"Failed","containerStatuses":[{"name":"a","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":3}}}]}""", "0/1", "ExitCode:3", "0")]
    [TestCase("""{"phase":"Running","containerStatuses":[{"name":"a","ready":false,"restartCount":4,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-01-01T00:59:30Z"}}}]}""", "0/1", "CrashLoopBackOff", "4 (30s ago)")]
    public void A_pod_is_summed_up_as_kubectl_users_know_it(string status, string ready, string text, string restarts)
    {
        var cells = Cells(Pod.Resource, $$"""{"metadata":{"name":"p","creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{"containers":[{"name":"a"}]},"status":{{status}}}""");
        Assert.That(cells[..5], Is.EqualTo(new[] { "p", ready, text, restarts, "60m" }));
    }

    [Test]
    public void A_pod_being_deleted_is_terminating()
    {
        var cells = Cells(Pod.Resource, """{"metadata":{"name":"p","deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running"}}""");
        Assert.That(cells[2], Is.EqualTo("Terminating"));
    }

    [Test]
    public void A_pod_waiting_for_its_init_containers_says_how_many_are_done()
    {
        var cells = Cells(Pod.Resource, """
            {"metadata":{"name":"p"},"spec":{"initContainers":[{"name":"i"},{"name":"j"}],"containers":[{"name":"a"}]},
             "status":{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},{"name":"j","state":{"running":{}}}]}}
            """);
        Assert.That(cells[2], Is.EqualTo("Init:1/2"));
    }

    [Test]
    public void A_service_shows_its_ports_and_node_ports()
    {
        var cells = Cells(Service.Resource, """{"metadata":{"name":"s"},"spec":{"type":"NodePort","clusterIP":"10.43.0.9","ports":[{"port":80,"nodePort":30080,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]}}""");
        Assert.That(cells[1..5], Is.EqualTo(new[] { "NodePort", "10.43.0.9", "<none>", "80:30080/TCP,53/UDP" }));
    }

    [Test]
    public void Every_row_has_as_many_cells_as_there_are_columns()
    {
        foreach (var resource in new[] { Pod.Resource, Deployment.Resource, Node.Resource, Event.Resource, new ApiResource("batch", "v1", "jobs", "Job", true), new ApiResource("x.io", "v1", "things", "Thing", true) })
        {
            var columns = JsonNode.Parse(converter.Columns(resource).Span)!.AsArray();
            Assert.That(Cells(resource, """{"metadata":{"name":"n"}}"""), Has.Length.EqualTo(columns.Count), resource.Plural);
        }
    }

    [TestCase(30, "30s")]
    [TestCase(119, "119s")]
    [TestCase(200, "3m20s")]
    [TestCase(11 * 60, "11m")]
    [TestCase(5 * 3600, "5h")]
    [TestCase((3 * 24 + 2) * 3600, "3d2h")]
    [TestCase(400 * 86400, "400d")]
    [TestCase(800 * 86400, "2y70d")]
    public void Ages_have_the_form_of_kubectl(long seconds, string expected) => Assert.That(HumanDuration.Format(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    private string?[] Cells(ApiResource resource, string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            converter.WriteCells(resource, new CachedObject
            {
                Key = new ObjectKey("", "n"),
                Uid = "",
                ResourceVersion = 1,
                Json = Encoding.UTF8.GetBytes(json),
                Labels = new Dictionary<string, string>(),
                Fields = new Dictionary<string, string>(),
            }, writer);
        }
        return [.. JsonNode.Parse(buffer.WrittenSpan)!.AsArray().Select(cell => cell?.ToString())];
    }
}
