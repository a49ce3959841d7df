namespace Kite.EndToEndTests.Clients;

/// <summary>The official Python client, as Debian packages it (<c>python3-kubernetes</c>), by <c>Python/client.py</c>.</summary>
internal sealed class PythonClientTests : ClusterTest
{
    [Test]
    public async Task The_Python_client_watches_pages_defines_kinds_reads_logs_runs_commands_and_forwards_ports()
    {
        var run = await Command.RunAsync(
            "/usr/bin/python3",
            [Path.Combine(Repository.Path, "tests", "Kite.EndToEndTests", "Clients", "Python", "client.py"), Namespace, Docker.TestImage],
            new Dictionary<string, string?> { ["KUBECONFIG"] = SharedCluster.Server.Kubeconfig },
            limit: TimeSpan.FromMinutes(3));

        run.Succeeded();
        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[]
        {
            """watched: ["MODIFIED 2", "MODIFIED 3", "DELETED 3"]""",
            "gone: 404 NotFound",
            """pages: [["page-0", "page-1"], ["page-2"]]""",
            "custom: 2",
            "refused: Invalid value: 0: spec.size in body should be greater than or equal to 1",
            "log: ready",
            """exec: ["in", "err", 3]""",
            "forwarded: HTTP/1.1 200 OK",
            "scaled: 0",
        }));
    }
}
