namespace Kite.EndToEndTests.Services;

internal sealed class NamesTests : ClusterTest
{
    [Test]
    public async Task A_headless_Service_resolves_to_its_pods_and_to_each_of_them_by_name()
    {
        await Kubectl.ApplyAsync("""
            apiVersion: v1
            kind: Service
            metadata: { name: ring }
            spec:
              clusterIP: None
              selector: { group: ring }
              ports: [{ name: talk, port: 7000 }]
            """);
        foreach (var name in new[] { "one", "two" })
        {
            await Kubectl.ApplyAsync(Manifests.Pod(name, "sleep 600", spec: $"hostname: {name}\nsubdomain: ring"));
            await Kubectl.RunAsync("label", "pod", name, "group=ring");
        }
        await Kubectl.ReadyAsync("one");
        await Kubectl.ReadyAsync("two");
        var first = await Kubectl.PathAsync("{.status.podIP}", "pod", "one");
        var second = await Kubectl.PathAsync("{.status.podIP}", "pod", "two");
        await Eventually.That(() => LookUpAsync("ring"), Does.Contain(first).And.Contain(second));
        await Eventually.That(() => LookUpAsync($"two.ring.{Namespace}.svc.cluster.local"), Does.Contain(second).And.Not.Match($@"Address: {System.Text.RegularExpressions.Regex.Escape(first)}\b"));
        Assert.That(await Kubectl.RunAsync("exec", "one", "--", "hostname", "-f"), Is.EqualTo($"one.ring.{Namespace}.svc.cluster.local\n"));
    }

    [Test]
    public async Task An_external_name_is_an_alias_and_an_unknown_name_does_not_exist()
    {
        await Kubectl.RunAsync("create", "service", "externalname", "elsewhere", "--external-name=kubernetes.default.svc.cluster.local");
        await Kubectl.ApplyAsync(Manifests.Pod("one", "sleep 600"));
        await Kubectl.ReadyAsync("one");
        var api = (await new Kubectl(SharedCluster.Server.Kubeconfig, "default").PathAsync("{.spec.clusterIP}", "service", "kubernetes"));
        await Eventually.That(() => LookUpAsync($"elsewhere.{Namespace}.svc.cluster.local"), Does.Contain(api));
        Assert.That(await LookUpAsync($"nobody.{Namespace}.svc.cluster.local"), Does.Contain("NXDOMAIN").Or.Contain("can't find"));
    }

    private async Task<string> LookUpAsync(string name)
    {
        var result = await Kubectl.TryAsync("exec", "one", "--", "nslookup", name);
        return result.Output + result.Error;
    }
}
