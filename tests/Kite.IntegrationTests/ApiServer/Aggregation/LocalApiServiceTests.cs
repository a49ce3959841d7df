using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Aggregation;

[TestFixture]
internal sealed class LocalApiServiceTests : ApiTests
{
    private const string ApiServices = "/apis/apiregistration.k8s.io/v1/apiservices";

    [TestCase("v1.", 18000, 1)]
    [TestCase("v1.apps", 17800, 15)]
    [TestCase("v2.autoscaling", 17500, 30)]
    public async Task Every_built_in_group_version_has_an_APIService(string name, int groupPriority, int versionPriority)
    {
        var service = await UntilThereAsync(name);
        Assert.That(service["metadata"]!["labels"]!["kube-aggregator.kubernetes.io/automanaged"]!.GetValue<string>(), Is.EqualTo("onstart"));
        Assert.That((service["spec"]!["groupPriorityMinimum"]!.GetValue<int>(), service["spec"]!["versionPriority"]!.GetValue<int>()), Is.EqualTo((groupPriority, versionPriority)));
        var condition = service["status"]!["conditions"]![0]!;
        Assert.That((Text(condition, "type"), Text(condition, "status"), Text(condition, "reason"), Text(condition, "message")), Is.EqualTo(("Available", "True", "Local", "Local APIServices are always available")));
        Assert.That(Text(condition, "lastTransitionTime"), Is.Not.Empty);
    }

    [Test]
    public async Task One_that_is_deleted_comes_back()
    {
        var before = await UntilThereAsync("v1.node.k8s.io");
        await SendAsync(HttpMethod.Delete, $"{ApiServices}/v1.node.k8s.io");
        await Eventually.That(async () => Text(await UntilThereAsync("v1.node.k8s.io"), "metadata.uid"), Is.Not.EqualTo(Text(before, "metadata.uid")));
    }

    [Test]
    public async Task What_other_servers_trust_is_told_and_kept_true()
    {
        const string Path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
        var data = (await GetAsync(Path))["data"]!;
        Assert.That(Text(data, "requestheader-username-headers"), Is.EqualTo("""["X-Remote-User"]"""));
        Assert.That(Text(data, "requestheader-group-headers"), Is.EqualTo("""["X-Remote-Group"]"""));
        Assert.That(Text(data, "requestheader-extra-headers-prefix"), Is.EqualTo("""["X-Remote-Extra-"]"""));
        Assert.That(Text(data, "requestheader-allowed-names"), Is.EqualTo("""["front-proxy-client"]"""));
        Assert.That(Text(data, "client-ca-file"), Is.EqualTo(SharedServer.Server.Certificates.Issuer.CertificatePem));

        await MergeAsync(Path, """{"data":{"client-ca-file":"nonsense"}}""");
        await Eventually.That(async () => Text((await GetAsync(Path))["data"]!, "client-ca-file"), Is.Not.EqualTo("nonsense"));
    }

    [Test]
    public async Task A_front_proxy_speaks_for_others_and_nobody_else_does()
    {
        Assert.That(await WhoAmIAsync(SharedServer.Server.Certificates.FrontProxy.Client), Is.EqualTo("jane"));
        Assert.That(await WhoAmIAsync(SharedServer.Server.Certificates.Admin), Is.EqualTo("kubernetes-admin"));
    }

    private static async Task<string> WhoAmIAsync(X509Certificate2 certificate)
    {
#pragma warning disable CA5359 // Who answers is no matter here.
        using var handler = new SocketsHttpHandler { SslOptions = { ClientCertificates = [certificate], RemoteCertificateValidationCallback = (_, _, _, _) => true } };
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { BaseAddress = SharedServer.Server.Server };
        client.DefaultRequestHeaders.Add("X-Remote-User", "jane");
        client.DefaultRequestHeaders.Add("X-Remote-Group", "system:masters");
        using var content = new StringContent("""{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", content);
        return Text(JsonNode.Parse(await response.Content.ReadAsStringAsync())!, "status.userInfo.username");
    }

    private static async Task<JsonNode> UntilThereAsync(string name)
    {
        JsonNode found = new JsonObject();
        await Eventually.Holds(async () =>
        {
            (var code, found) = await SendAsync(HttpMethod.Get, $"{ApiServices}/{name}");
            return code == HttpStatusCode.OK;
        });
        return found;
    }
}
