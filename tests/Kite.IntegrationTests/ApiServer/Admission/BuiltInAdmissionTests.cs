using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.ApiServer.Authentication;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class BuiltInAdmissionTests : ApiTests
{
    [TestCase("node-restriction.kubernetes.io/a", false)]
    [TestCase("node-role.kubernetes.io/control-plane", false)]
    [TestCase("topology.kubernetes.io/zone", true)]
    [TestCase("example.com/a", true)]
    public async Task A_node_sets_only_labels_that_are_its_own(string label, bool isAllowed)
    {
        await CreateAsync("/api/v1/nodes", $$"""{"metadata":{"name":"{{Namespace}}"} }""");

        var (code, status) = await AsNodeAsync(HttpMethod.Patch, $"/api/v1/nodes/{Namespace}", $$"""{"metadata":{"labels":{"{{label}}":"x"} } }""");

        Assert.That(code, Is.EqualTo(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden), status.ToJsonString());
        if (!isAllowed) Assert.That(Text(status, "message"), Is.EqualTo($"nodes \"{Namespace}\" is forbidden: is not allowed to modify labels: {label}"));
    }

    [TestCase("\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"s\"}}]", "secrets")]
    [TestCase("\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"s\"}}]", "configmaps")]
    public async Task A_mirror_pod_names_nothing_that_the_node_could_read_by_it(string field, string what)
    {
        var pod = $$"""{"metadata":{"name":"p","annotations":{"kubernetes.io/config.mirror":"x"} },"spec":{"nodeName":"{{Namespace}}", {{field}},"containers":[{"name":"c","image":"x"}]} }""";

        var (code, status) = await AsNodeAsync(HttpMethod.Post, Pods, pod);

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.EndWith($"can not create pods that reference {what}"));
    }

    [Test]
    public async Task A_pod_gets_zone_and_region_of_the_node_it_is_bound_to()
    {
        await CreateAsync("/api/v1/nodes", $$"""{"metadata":{"name":"{{Namespace}}","labels":{"topology.kubernetes.io/zone":"a","topology.kubernetes.io/region":"b","other":"c"} } }""");
        await PodAsync("p");

        await CreateAsync($"{Pods}/p/binding", $$"""{"metadata":{"name":"p"},"target":{"kind":"Node","name":"{{Namespace}}"} }""");

        var labels = (await GetAsync($"{Pods}/p"))["metadata"]!["labels"]!;
        Assert.That(labels.ToJsonString(), Is.EqualTo("""{"topology.kubernetes.io/zone":"a","topology.kubernetes.io/region":"b"}"""));
    }

    [Test]
    public async Task There_is_one_default_priority_class()
    {
        const string Classes = "/apis/scheduling.k8s.io/v1/priorityclasses";
        await CreateAsync(Classes, $$"""{"metadata":{"name":"{{Namespace}}"},"value":0,"globalDefault":true}""");

        var (code, status) = await SendAsync(HttpMethod.Post, Classes, """{"metadata":{"name":"other"},"value":1,"globalDefault":true}""");
        await SendAsync(HttpMethod.Delete, $"{Classes}/{Namespace}");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Does.EndWith($"PriorityClass {Namespace} is already marked as default. Only one default can exist"));
    }

    [Test]
    public async Task A_service_account_can_keep_its_pods_to_its_own_secrets()
    {
        await CreateAsync($"/api/v1/namespaces/{Namespace}/serviceaccounts", """{"metadata":{"name":"a","annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}},"secrets":[{"name":"mine"}]}""");

        var (code, status) = await SendAsync(HttpMethod.Post, Pods, Pod("other"));
        await CreateAsync(Pods, Pod("mine"));

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Does.EndWith("volume with secret.secretName=\"other\" is not allowed because service account a does not reference that secret"));
    }

    [TestCase("""{"type":"Pod","default":{"cpu":"1"}}""", "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'")]
    [TestCase("""{"type":"Container","min":{"cpu":"2"},"max":{"cpu":"1"}}""", "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1")]
    [TestCase("""{"type":"PersistentVolumeClaim"}""", "spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided")]
    public async Task Limit_ranges_that_contradict_themselves_are_refused(string limits, string why)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{Namespace}/limitranges", $$"""{"metadata":{"name":"r"},"spec":{"limits":[{{limits}}]} }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.Contain(why));
    }

    [TestCase("""{"hard":{"nonsense":"1"}}""", "spec.hard[nonsense]: Invalid value: \"nonsense\": must be a standard resource for quota")]
    [TestCase("""{"hard":{"pods":"1.5"}}""", "spec.hard[pods]: Invalid value: \"1500m\": must be an integer")]
    [TestCase("""{"hard":{"memory":"1"},"scopes":["BestEffort"]}""", "spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource")]
    [TestCase("""{"hard":{"pods":"1"},"scopes":["BestEffort","NotBestEffort"]}""", "conflicting scopes")]
    public async Task Quotas_that_nothing_could_use_are_refused(string spec, string why)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{Namespace}/resourcequotas", $$"""{"metadata":{"name":"q"},"spec":{{spec}} }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.Contain(why));
    }

    [Test]
    public async Task A_node_gets_tokens_of_its_own_pods_alone()
    {
        var node = Namespace;
        await SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{Namespace}/serviceaccounts", """{"metadata":{"name":"a"}}""");
        foreach (var (name, on) in new[] { ("mine", node), ("theirs", "other") })
        {
            await CreateAsync(
                $"/api/v1/namespaces/{Namespace}/pods",
                $$"""{"metadata":{"name":"{{name}}"},"spec":{"serviceAccountName":"a","nodeName":"{{on}}","containers":[{"name":"c","image":"x"}],"volumes":[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"audience":"vault","path":"t"} }]} }]} }""");
        }
        var uid = Text(await GetAsync($"/api/v1/namespaces/{Namespace}/pods/mine"), "metadata.uid");
        var other = Text(await GetAsync($"/api/v1/namespaces/{Namespace}/pods/theirs"), "metadata.uid");

        Assert.That(await TokenAsync($$"""{"name":"mine","uid":"{{uid}}","kind":"Pod","apiVersion":"v1"}""", "\"vault\""), Is.Empty);
        Assert.That(await TokenAsync($$"""{"name":"mine","uid":"{{uid}}","kind":"Pod","apiVersion":"v1"}""", ""), Is.Empty, "every pod has the API server's own");
        Assert.That(await TokenAsync("null", ""), Does.EndWith("is forbidden: node requested token not bound to a pod"));
        Assert.That(await TokenAsync("""{"name":"mine","kind":"Pod","apiVersion":"v1"}""", ""), Does.EndWith("node requested token with a pod binding without a uid"));
        Assert.That(await TokenAsync($$"""{"name":"mine","uid":"{{other}}","kind":"Pod","apiVersion":"v1"}""", ""), Does.Contain($"the UID in the bound object reference ({other}) does not match the UID in record"));
        Assert.That(await TokenAsync($$"""{"name":"theirs","uid":"{{other}}","kind":"Pod","apiVersion":"v1"}""", ""), Does.EndWith("node requested token bound to a pod scheduled on a different node"));
        Assert.That(await TokenAsync($$"""{"name":"mine","uid":"{{uid}}","kind":"Pod","apiVersion":"v1"}""", "\"db\""), Does.EndWith($"audience \"db\" not found in pod spec volume, system:node:{node} is not authorized to request tokens for this audience"));
        Assert.That(await TokenAsync($$"""{"name":"mine","uid":"{{uid}}","kind":"Pod","apiVersion":"v1"}""", "\"vault\",\"db\""), Does.EndWith("node may only request 0 or 1 audiences"));
    }

    private async Task<string> TokenAsync(string reference, string audiences)
    {
        var (code, body) = await AsNodeAsync(HttpMethod.Post, $"/api/v1/namespaces/{Namespace}/serviceaccounts/a/token", $$"""{"spec":{"audiences":[{{audiences}}],"boundObjectRef":{{reference}} } }""");
        return code is HttpStatusCode.Created ? "" : Text(body, "message");
    }

    private static string Pod(string secret) => $$"""{"metadata":{"name":"p"},"spec":{"serviceAccountName":"a","volumes":[{"name":"v","secret":{"secretName":"{{secret}}"} }],"containers":[{"name":"c","image":"x"}]} }""";

    private async Task<(HttpStatusCode Code, JsonNode Body)> AsNodeAsync(HttpMethod method, string path, string body)
    {
        using var client = SharedServer.Server.InProcess(new UserInfo($"system:node:{Namespace}", ["system:nodes", "system:authenticated"]));
        using var request = new HttpRequestMessage(method, new Uri(SharedServer.Server.Server, path))
        {
            Content = new StringContent(body, Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json"),
        };
        using var response = await client.SendAsync(request, CancellationToken.None);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
