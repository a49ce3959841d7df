using System.Net;

namespace Kite.IntegrationTests.ApiServer;

public sealed class PodTests : ApiTests
{
    [Test]
    public async Task A_pod_gets_account_token_tolerations_and_priority()
    {
        var pod = await PodAsync("p");

        Assert.That(Text(pod, "spec.serviceAccountName"), Is.EqualTo("default"));
        Assert.That(Text(pod["spec"]!["volumes"]![0]!, "name"), Does.Match("^kube-api-access-[a-z0-9]{5}$"));
        Assert.That(Text(pod["spec"]!["containers"]![0]!["volumeMounts"]![0]!, "mountPath"), Is.EqualTo("/var/run/secrets/kubernetes.io/serviceaccount"));
        Assert.That(pod["spec"]!["tolerations"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(Text(pod, "spec.priority"), Is.EqualTo("0"));
        Assert.That(Text(pod, "status.phase"), Is.EqualTo("Pending"));
    }

    [Test]
    public async Task Binding_a_pod_twice_returns_conflict()
    {
        await PodAsync("p");
        const string Binding = """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n1"}}""";

        var (first, _) = await SendAsync(HttpMethod.Post, $"{Pods}/p/binding", Binding);
        var (second, status) = await SendAsync(HttpMethod.Post, $"{Pods}/p/binding", Binding);

        Assert.That(first, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(second, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Text(status, "message"), Does.Contain("pod p is already assigned to node \"n1\""));
        Assert.That(Text(await GetAsync($"{Pods}/p"), "spec.nodeName"), Is.EqualTo("n1"));
    }

    [Test]
    public async Task Pods_can_be_selected_by_node()
    {
        await PodAsync("a", ",\"nodeName\":\"n1\"");
        await PodAsync("b");

        var list = await GetAsync($"{Pods}?fieldSelector=spec.nodeName%3Dn1");

        Assert.That(list["items"]!.AsArray().Select(item => Text(item!, "metadata.name")), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Writing_status_leaves_the_spec_alone()
    {
        var pod = await PodAsync("p");
        pod["spec"]!["containers"]![0]!["image"] = "other";
        pod["status"]!["phase"] = "Running";

        var (code, updated) = await SendAsync(HttpMethod.Put, $"{Pods}/p/status", pod.ToJsonString());

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), updated.ToJsonString());
        Assert.That(Text(updated, "status.phase"), Is.EqualTo("Running"));
        Assert.That(Text(updated["spec"]!["containers"]![0]!, "image"), Is.EqualTo("busybox"));
    }

    [Test]
    public async Task An_eviction_that_breaks_a_budget_is_refused()
    {
        await CreateAsync(Pods, """{"metadata":{"name":"p","labels":{"app":"x"}},"spec":{"nodeName":"n1","containers":[{"name":"main","image":"busybox"}]}}""");
        await MergeAsync($"{Pods}/p/status", """{"status":{"phase":"Running"}}""");
        var budgets = $"/apis/policy/v1/namespaces/{Namespace}/poddisruptionbudgets";
        await CreateAsync(budgets, """{"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"x"}}}}""");
        await MergeAsync($"{budgets}/b/status", """{"status":{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1}}""");

        var (refused, status) = await SendAsync(HttpMethod.Post, $"{Pods}/p/eviction", """{"metadata":{"name":"p"}}""");
        await MergeAsync($"{budgets}/b/status", """{"status":{"disruptionsAllowed":1}}""");
        var (allowed, _) = await SendAsync(HttpMethod.Post, $"{Pods}/p/eviction", """{"metadata":{"name":"p"}}""");

        Assert.That(refused, Is.EqualTo(HttpStatusCode.TooManyRequests), status.ToJsonString());
        Assert.That(Text(status, "message"), Is.EqualTo("Cannot evict pod as it would violate the pod's disruption budget."));
        Assert.That(allowed, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(Text(await GetAsync($"{budgets}/b"), "status.disruptionsAllowed"), Is.EqualTo("0"));
    }
}
