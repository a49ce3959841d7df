using System.Net;
using System.Net.Http.Headers;

namespace Kite.EndToEndTests.Nodes;

/// <summary>What pods use, may use, and what becomes of them when they use more.</summary>
internal sealed class ResourceTests : ClusterTest
{
    [Test]
    public async Task Top_shows_what_nodes_and_pods_use()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("busy", "while true; do :; done", "resources: { limits: { cpu: 200m, memory: 32Mi } }"));
        await Kubectl.ReadyAsync("busy");
        await Eventually.That(async () => (await Kubectl.TryAsync("top", "pods", "--no-headers")).Output, Does.Match(@"^busy\s+[1-9]\d*m\s+\d+Mi"));
        Assert.That(await Kubectl.RunAsync("top", "pods", "-l", "app=busy", "--containers"), Does.Match(@"busy\s+main\s+\d+m"));
        Assert.That((await Kubectl.TryAsync("top", "pods", "-l", "app=other")).ToString(), Does.Contain("No resources found"));
        Assert.That(await Kubectl.RunAsync("top", "nodes", "--no-headers"), Does.Match(@"\S+\s+\d+m\s+\d+%\s+\d+Mi\s+\d+%"));
        Assert.That(await Kubectl.RunAsync("get", "apiservice", "v1beta1.metrics.k8s.io", "--no-headers"), Does.Match(@"Local\s+True"));
        Assert.That((await Kubectl.TryAsync("top", "pod", "nobody")).Error, Does.Contain("NotFound"));
    }

    [Test]
    public async Task Describing_the_node_shows_what_it_keeps_back_and_what_pods_asked_for()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("asks", "sleep 600", "resources: { requests: { cpu: 10m, memory: 16Mi } }"));
        await Kubectl.ReadyAsync("asks");
        var described = await Kubectl.RunAsync("describe", "node", SharedCluster.NodeName);
        Assert.That(described, Does.Match(@"MemoryPressure\s+False").And.Match(@"DiskPressure\s+\w+").And.Match(@"PIDPressure\s+False").And.Contains("Allocatable:"));
        Assert.That(described, Does.Match($@"{Namespace}\s+asks\s+10m"));
    }

    [Test]
    public async Task A_container_that_takes_more_memory_than_it_may_is_killed_and_says_so()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("greedy", "x=a; while true; do x=$x$x; done", "resources: { limits: { memory: 16Mi } }", restartPolicy: "Never"));
        await Kubectl.EndedAsync("greedy");
        // The engine may tell that it ended before the kernel's log tells why.
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].state.terminated.reason} {.status.containerStatuses[0].state.terminated.exitCode}", Is.EqualTo("OOMKilled 137"), "pod", "greedy");
    }

    [Test]
    public async Task A_pod_whose_volume_outgrows_its_limit_is_evicted()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("hoards", "dd if=/dev/zero of=/scratch/data bs=1M count=3; sleep 600", "volumeMounts: [{ name: scratch, mountPath: /scratch }]", "volumes: [{ name: scratch, emptyDir: { sizeLimit: 1Mi } }]"));
        Assert.That(await Kubectl.EndedAsync("hoards"), Is.EqualTo("Failed"));
        Assert.That(await Kubectl.PathAsync("{.status.reason}: {.status.message}", "pod", "hoards"), Is.EqualTo("Evicted: Usage of EmptyDir volume \"scratch\" exceeds the limit \"1Mi\". "));
        await Kubectl.EventuallyAsync("{.items[*].reason}", Does.Contain("Evicted"), "events", "--field-selector", "involvedObject.name=hoards");
    }

    [Test]
    public async Task A_pod_that_does_not_fit_is_refused_by_the_node()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("huge", "sleep 600", "resources: { requests: { cpu: 1000 } }", $"nodeName: {SharedCluster.NodeName}"));
        await Kubectl.EndedAsync("huge");
        Assert.That(await Kubectl.PathAsync("{.status.reason}: {.status.message}", "pod", "huge"), Does.Match("^OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: 1000000, used: "));
    }

    [Test]
    public async Task A_scraper_with_a_token_reads_a_nodes_metrics_where_it_may()
    {
        await Kubectl.RunAsync("create", "serviceaccount", "allowed");
        await Kubectl.RunAsync("create", "serviceaccount", "denied");
        await Kubectl.RunAsync("create", "clusterrole", $"{Namespace}-metrics", "--verb=get", "--resource=nodes/metrics");
        await Kubectl.RunAsync("create", "clusterrolebinding", $"{Namespace}-metrics", $"--clusterrole={Namespace}-metrics", $"--serviceaccount={Namespace}:allowed");
        try
        {
            var address = await Kubectl.PathAsync("{.status.addresses[?(@.type==\"InternalIP\")].address}", "node", SharedCluster.NodeName);
            Assert.That(await StatusAsync(address, "metrics/cadvisor", "allowed"), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusAsync(address, "pods", "allowed"), Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await StatusAsync(address, "metrics", "denied"), Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await StatusAsync(address, "metrics", null), Is.EqualTo(HttpStatusCode.Unauthorized));
        }
        finally
        {
            await Kubectl.TryAsync("delete", "clusterrole,clusterrolebinding", $"{Namespace}-metrics");
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string address, string path, string? account)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var client = new HttpClient(handler);
        if (account is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Kubectl.RunAsync("create", "token", account)).Trim());
        using var response = await client.GetAsync($"https://{address}:10250/{path}");
        return response.StatusCode;
    }
}
