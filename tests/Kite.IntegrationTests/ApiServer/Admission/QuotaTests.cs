using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class QuotaTests : ApiTests
{
    private string Quotas => $"/api/v1/namespaces/{Namespace}/resourcequotas";

    [Test]
    public async Task Used_is_counted_for_what_is_there_already_and_charged_for_what_comes()
    {
        await ConfigMapAsync("before");

        await QuotaAsync("q", """{"configmaps":"3","count/configmaps":"3"}""");
        await WaitForAsync("q", "configmaps", "1");
        await ConfigMapAsync("after");

        var status = (await GetAsync($"{Quotas}/q"))["status"]!;
        Assert.That(status["used"]!["configmaps"]!.ToString(), Is.EqualTo("2"));
        Assert.That(status["used"]!["count/configmaps"]!.ToString(), Is.EqualTo("2"));
        Assert.That(status["hard"]!["configmaps"]!.ToString(), Is.EqualTo("3"));
    }

    [Test]
    public async Task Nothing_is_created_beyond_a_quota_and_deletions_make_room()
    {
        await QuotaAsync("q", """{"configmaps":"1"}""");
        await WaitForAsync("q", "configmaps", "0");
        await ConfigMapAsync("a");

        var (code, status) = await SendAsync(HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"b"}}""");
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a");
        await WaitForAsync("q", "configmaps", "0");
        await ConfigMapAsync("b");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Is.EqualTo("configmaps \"b\" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1"));
    }

    [Test]
    public async Task Many_writers_at_once_never_exceed_a_quota()
    {
        await QuotaAsync("q", """{"count/configmaps":"10"}""");
        await WaitForAsync("q", "count/configmaps", "0");

        var codes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => (await SendAsync(HttpMethod.Post, ConfigMaps, $$"""{"metadata":{"name":"c{{i}}"} }""")).Code));

        Assert.That(codes.Count(code => code == HttpStatusCode.Created), Is.EqualTo(10));
        Assert.That((await GetAsync(ConfigMaps))["items"]!.AsArray(), Has.Count.EqualTo(10));
        await WaitForAsync("q", "count/configmaps", "10");
    }

    [Test]
    public async Task What_was_charged_for_a_failed_write_is_given_back()
    {
        await ConfigMapAsync("a");
        await QuotaAsync("q", """{"configmaps":"2"}""");
        await WaitForAsync("q", "configmaps", "1");

        var (code, _) = await SendAsync(HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"a"}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Conflict));
        await WaitForAsync("q", "configmaps", "1");
        await ConfigMapAsync("b");
    }

    [Test]
    public async Task A_dry_run_is_checked_but_not_charged()
    {
        await QuotaAsync("q", """{"configmaps":"1"}""");
        await WaitForAsync("q", "configmaps", "0");

        var (tried, _) = await SendAsync(HttpMethod.Post, $"{ConfigMaps}?dryRun=All", """{"metadata":{"name":"a"}}""");
        await ConfigMapAsync("a");
        var (refused, _) = await SendAsync(HttpMethod.Post, $"{ConfigMaps}?dryRun=All", """{"metadata":{"name":"b"}}""");

        Assert.That(tried, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(refused, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Pods_say_what_they_need_where_a_quota_limits_it()
    {
        await QuotaAsync("q", """{"requests.cpu":"1","limits.memory":"1Gi","pods":"5"}""");
        await WaitForAsync("q", "pods", "0");

        var (code, status) = await SendAsync(HttpMethod.Post, Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"busybox"}]}}""");
        await PodOfAsync("p", """{"requests":{"cpu":"600m"},"limits":{"memory":"100Mi"}}""");
        var (exceeded, tooMuch) = await SendAsync(HttpMethod.Post, Pods, Pod("p2", """{"requests":{"cpu":"600m"},"limits":{"memory":"100Mi"}}"""));

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Is.EqualTo("pods \"p\" is forbidden: failed quota: q: must specify limits.memory for: main; requests.cpu for: main"));
        Assert.That(exceeded, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(tooMuch, "message"), Does.EndWith("exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1"));
    }

    [Test]
    public async Task A_pod_that_has_ended_uses_no_quota()
    {
        await QuotaAsync("q", """{"pods":"1","count/pods":"2"}""");
        await WaitForAsync("q", "pods", "0");
        await PodAsync("p");

        await MergeAsync($"{Pods}/p/status", """{"status":{"phase":"Succeeded"}}""");

        await WaitForAsync("q", "pods", "0");
        Assert.That((await GetAsync($"{Quotas}/q"))["status"]!["used"]!["count/pods"]!.ToString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Scopes_choose_which_pods_count()
    {
        await QuotaAsync("best", """{"pods":"5"}""", ""","scopes":["BestEffort"]""");
        await QuotaAsync("not-best", """{"pods":"5"}""", ""","scopes":["NotBestEffort"]""");
        await QuotaAsync("terminating", """{"pods":"5"}""", ""","scopes":["Terminating"]""");
        await QuotaAsync("priority", """{"pods":"5"}""", ""","scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["system-node-critical"]}]}""");
        foreach (var name in new[] { "best", "not-best", "terminating", "priority" }) await WaitForAsync(name, "pods", "0");

        await PodAsync("a");
        await PodAsync("b", ""","activeDeadlineSeconds":5""");
        await PodOfAsync("c", """{"requests":{"cpu":"1m"}}""");
        await PodAsync("d", ""","priorityClassName":"system-node-critical" """);

        Assert.That(await UsedAsync("best", "pods"), Is.EqualTo("3"));
        Assert.That(await UsedAsync("not-best", "pods"), Is.EqualTo("1"));
        Assert.That(await UsedAsync("terminating", "pods"), Is.EqualTo("1"));
        Assert.That(await UsedAsync("priority", "pods"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Services_are_counted_by_what_they_take_also_when_they_change()
    {
        await QuotaAsync("q", """{"services":"2","services.nodeports":"1","services.loadbalancers":"0"}""");
        await WaitForAsync("q", "services", "0");
        var services = $"/api/v1/namespaces/{Namespace}/services";
        await CreateAsync(services, """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");

        await MergeAsync($"{services}/s", """{"spec":{"type":"NodePort"}}""");
        var used = await UsedAsync("q", "services.nodeports");
        var (code, _) = await MergeAsync($"{services}/s", """{"spec":{"type":"LoadBalancer"}}""");
        await MergeAsync($"{services}/s", """{"spec":{"type":"ClusterIP"}}""");

        Assert.That(used, Is.EqualTo("1"));
        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        await WaitForAsync("q", "services.nodeports", "0");
    }

    [Test]
    public async Task Claims_are_counted_in_all_and_by_class()
    {
        await QuotaAsync("q", """{"persistentvolumeclaims":"3","requests.storage":"10Gi","gold.storageclass.storage.k8s.io/requests.storage":"2Gi"}""");
        await WaitForAsync("q", "persistentvolumeclaims", "0");
        var claims = $"/api/v1/namespaces/{Namespace}/persistentvolumeclaims";
        const string Spec = """ "accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"2Gi"}} """;

        await CreateAsync(claims, $$"""{"metadata":{"name":"a"},"spec":{"storageClassName":"gold",{{Spec}}} }""");
        await CreateAsync(claims, $$"""{"metadata":{"name":"b"},"spec":{"storageClassName":"silver",{{Spec}}} }""");
        var (code, _) = await SendAsync(HttpMethod.Post, claims, $$"""{"metadata":{"name":"c"},"spec":{"storageClassName":"gold",{{Spec}}} }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await UsedAsync("q", "requests.storage"), Is.EqualTo("4Gi"));
        Assert.That(await UsedAsync("q", "gold.storageclass.storage.k8s.io/requests.storage"), Is.EqualTo("2Gi"));
    }

    private static string Pod(string name, string resources) => $$"""{"metadata":{"name":"{{name}}"},"spec":{"containers":[{"name":"main","image":"busybox","resources":{{resources}}}]} }""";

    private Task<JsonNode> PodOfAsync(string name, string resources) => CreateAsync(Pods, Pod(name, resources));

    private Task<JsonNode> QuotaAsync(string name, string hard, string scopes = "") => CreateAsync(Quotas, $$"""{"metadata":{"name":"{{name}}"},"spec":{"hard":{{hard}}{{scopes}}} }""");

    private async Task<string> UsedAsync(string name, string resource) => (await GetAsync($"{Quotas}/{name}"))["status"]?["used"]?[resource]?.ToString() ?? "";

    private Task<string> WaitForAsync(string name, string resource, string used) => Eventually.That(() => UsedAsync(name, resource), Is.EqualTo(used));
}
