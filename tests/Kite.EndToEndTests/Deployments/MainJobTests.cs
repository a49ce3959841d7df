using System.Text.RegularExpressions;

namespace Kite.EndToEndTests.Deployments;

internal sealed class MainJobTests : ClusterTest
{
    [Test]
    public async Task A_Deployment_rolls_out_answers_on_its_Service_resolves_by_name_and_is_gone_after_delete()
    {
        var manifest = Manifests.WebDeployment("web", replicas: 2, "NodePort");
        await Kubectl.ApplyAsync(manifest);
        Assert.That(await Kubectl.RolledOutAsync("deployment/web"), Does.Contain("successfully rolled out"));

        var address = await Kubectl.PathAsync("{.spec.clusterIP}", "service", "web");
        var nodePort = await Kubectl.PathAsync("{.spec.ports[0].nodePort}", "service", "web");
        var nodeAddress = await Kubectl.PathAsync("{.status.addresses[?(@.type==\"InternalIP\")].address}", "node", SharedCluster.NodeName);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        // Both replicas are reached, through either door.
        foreach (var door in new[] { $"http://{address}/", $"http://{nodeAddress}:{nodePort}/", $"http://127.0.0.1:{nodePort}/" })
        {
            var seen = new HashSet<string>();
            await Eventually.That(async () => { seen.Add(await AnswerAsync(http, door)); return seen.Where(name => Regex.IsMatch(name, "^web-[a-z0-9]+-[a-z0-9]+$")).ToList(); }, Has.Count.EqualTo(2));
        }

        await Kubectl.ApplyAsync(Manifests.Pod("client", $"nslookup web.{Namespace}.svc.cluster.local && wget -q -O- http://web/ && wget -q -O- http://web.{Namespace}", restartPolicy: "Never"));
        Assert.That(await Kubectl.EndedAsync("client"), Is.EqualTo("Succeeded"));
        Assert.That(await Docker.OfThisMachine.ContainersAsync(Namespace), Has.Count.GreaterThanOrEqualTo(4));

        await Kubectl.RunAsync("delete", "deployment/web", "service/web", "pod/client", "--timeout=60s");
        await Eventually.That(() => Kubectl.RunAsync("get", "all,endpoints,endpointslices", "-o", "name"), Is.Empty);
        await Eventually.That(() => Docker.OfThisMachine.ContainersAsync(Namespace), Is.Empty);
        Assert.That(await AnswerAsync(http, $"http://{address}/"), Does.Not.Match("^web-"));
    }

    [Test]
    public async Task A_pod_reaches_itself_through_its_own_Service()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("self", replicas: 1));
        await Kubectl.RolledOutAsync("deployment/self");
        // That the pod is ready doesn't say that its node's rules know it already.
        await Eventually.That(async () => (await Kubectl.TryAsync("exec", "deployment/self", "--", "wget", "-q", "-O-", "http://self/")).Output, Does.StartWith("self-"));
    }

    private static async Task<string> AnswerAsync(HttpClient http, string url)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { ConnectionClose = true } };
            using var response = await http.SendAsync(request);
            return (await response.Content.ReadAsStringAsync()).Trim();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.Message;
        }
    }
}
