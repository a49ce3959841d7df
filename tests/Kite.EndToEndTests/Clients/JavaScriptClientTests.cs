namespace Kite.EndToEndTests.Clients;

/// <summary>The official JavaScript client, by <c>JavaScript/client.mjs</c>; its packages come from the npm registry as the lock file names them.</summary>
internal sealed class JavaScriptClientTests : ClusterTest
{
    [Test]
    public async Task The_JavaScript_client_watches_patches_applies_reads_logs_runs_commands_and_forwards_ports()
    {
        var directory = SharedCluster.DirectoryFor("javascript");
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Path, "tests", "Kite.EndToEndTests", "Clients", "JavaScript"))) File.Copy(file, Path.Combine(directory, Path.GetFileName(file)), overwrite: true);
        // npm by itself waits for five minutes where a connection to its registry stalls.
        (await Command.RunAsync("npm", ["ci", "--prefix", directory, "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-timeout=30000", "--fetch-retries=5"], limit: TimeSpan.FromMinutes(5))).Succeeded();

        var run = await Command.RunAsync(
            "node",
            [Path.Combine(directory, "client.mjs"), Namespace, Docker.TestImage],
            new Dictionary<string, string?> { ["KUBECONFIG"] = SharedCluster.Server.Kubeconfig },
            limit: TimeSpan.FromMinutes(3));

        run.Succeeded();
        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[]
        {
            "created: 1",
            """informer: ["add a 1","update a 2","update a 3","delete a 3"]""",
            "gone: 404 NotFound",
            "conflict: Apply failed with 1 conflict: conflict with \"one\": .data.owner",
            """owners: ["two Apply"]""",
            "log: ready",
            """exec: ["out","err","Failure","3"]""",
            """forwarded: ["HTTP/1.1 200 OK",""]""",
            "scaled: 0",
        }));
    }
}
