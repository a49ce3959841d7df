using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Aggregation;

[TestFixture]
internal sealed class AggregationTests : ApiTests
{
    private const string Discovery = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private ExtensionServer extension = null!;
    private string group = "";

    private string ApiServiceName => $"v1alpha1.{group}";

    private string ApiService => $"/apis/apiregistration.k8s.io/v1/apiservices/{ApiServiceName}";

    private string Flunder => $"/apis/{group}/v1alpha1/namespaces/{Namespace}/flunders/one";

    [SetUp]
    public async Task StartExtensionAsync()
    {
        Assume.That(ExtensionServer.Address, Is.Not.EqualTo(IPAddress.None), "needs an address that isn't loopback");
        group = $"{Namespace}.example.com";
        var trusted = await GetAsync("/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication");
        extension = await ExtensionServer.StartAsync(group, "api", Namespace, X509Certificate2.CreateFromPem(trusted["data"]!["requestheader-client-ca-file"]!.GetValue<string>()));
    }

    [TearDown]
    public async Task StopExtensionAsync()
    {
        if (extension is null) return;
        await SendAsync(HttpMethod.Delete, ApiService);
        await extension.DisposeAsync();
    }

    [Test]
    public async Task A_request_for_its_group_goes_to_the_other_server_in_the_users_name()
    {
        await RegisterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Flunder + "?a=b%20c");
        request.Headers.Add("X-Remote-User", "somebody-else");
        request.Headers.Add("Impersonate-User", "jane");
        request.Headers.Add("Impersonate-Group", "system:masters");
        request.Headers.Add("Impersonate-Extra-Example.com%2fscopes", "view");
        using var response = await Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["kind"]!.GetValue<string>(), Is.EqualTo("Flunder"));
        var (target, headers) = extension.Requests.Last(received => received.Target.Contains("flunders/one", StringComparison.Ordinal));
        Assert.That(target, Does.EndWith("?a=b%20c"));
        Assert.That(headers["X-Remote-User"].ToString(), Is.EqualTo("jane"));
        Assert.That(headers["X-Remote-Group"].ToArray(), Is.EquivalentTo(new[] { "system:masters", "system:authenticated" }));
        Assert.That(headers["X-Remote-Extra-Example.com%2Fscopes"].ToString(), Is.EqualTo("view"));
        Assert.That(headers.Keys, Has.None.StartsWith("Impersonate-").And.None.EqualTo("Authorization"));
    }

    [Test]
    public async Task Whoever_may_not_does_not_reach_the_other_server()
    {
        await RegisterAsync();
        var before = extension.Requests.Count(received => received.Target.Contains("flunders", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(HttpMethod.Get, Flunder);
        request.Headers.Add("Impersonate-User", "nobody");
        using var response = await Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(extension.Requests.Count(received => received.Target.Contains("flunders", StringComparison.Ordinal)), Is.EqualTo(before));
    }

    [Test]
    public async Task Its_group_is_in_every_discovery_document()
    {
        await RegisterAsync();

        var list = await GetAsync($"/apis/{group}/v1alpha1");
        Assert.That(list["resources"]![0]!["name"]!.GetValue<string>(), Is.EqualTo("flunders"));
        Assert.That((await GetAsync("/apis"))["groups"]!.AsArray().Select(found => found!["name"]!.GetValue<string>()), Does.Contain(group));
        Assert.That((await GetAsync($"/apis/{group}"))["preferredVersion"]!["version"]!.GetValue<string>(), Is.EqualTo("v1alpha1"));
        var version = await AggregatedAsync();
        Assert.That(version!["resources"]![0]!["responseKind"]!["kind"]!.GetValue<string>(), Is.EqualTo("Flunder"));
        Assert.That(version["freshness"]!.GetValue<string>(), Is.EqualTo("Current"));

        await SendAsync(HttpMethod.Delete, ApiService);
        await Eventually.Holds(async () => await AggregatedAsync() is null);
        Assert.That((await SendAsync(HttpMethod.Get, $"/apis/{group}/v1alpha1")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Its_OpenAPI_is_part_of_this_servers()
    {
        await RegisterAsync();

        var index = await GetAsync("/openapi/v3");
        Assert.That(index["paths"]![$"apis/{group}/v1alpha1"]!["serverRelativeURL"]!.GetValue<string>(), Is.EqualTo($"/openapi/v3/apis/{group}/v1alpha1?hash=ABC"));
        Assert.That((await GetAsync($"/openapi/v3/apis/{group}/v1alpha1?hash=ABC"))["info"]!["title"]!.GetValue<string>(), Is.EqualTo("theirs"));
        var v2 = await GetAsync("/openapi/v2");
        Assert.That(v2["paths"]![$"/apis/{group}/v1alpha1/flunders"], Is.Not.Null);
        Assert.That(v2["paths"]!["/apis/other/v1/x"], Is.Null);
        Assert.That(v2["definitions"]!["theirs.Part"], Is.Not.Null);
        Assert.That(v2["definitions"]!["theirs.Unused"], Is.Null);
        Assert.That(v2["definitions"]!["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"]!["type"]!.GetValue<string>(), Is.EqualTo("object"));
    }

    [Test]
    public async Task The_condition_says_what_is_missing_until_nothing_is()
    {
        await CreateApiServiceAsync(extension.CaBundle);
        await UntilReasonAsync("ServiceNotFound");
        Assert.That(await MessageAsync(), Is.EqualTo($"service/api in \"{Namespace}\" is not present"));
        await AssertUnavailableAsync();

        await CreateServiceAsync(444);
        await UntilReasonAsync("ServicePortError");
        Assert.That(await MessageAsync(), Is.EqualTo($"service/api in \"{Namespace}\" is not listening on port 443"));

        await SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{Namespace}/services/api", """{"spec":{"ports":[{"port":443,"name":"https"}]}}""", "application/merge-patch+json");
        await UntilReasonAsync("EndpointsNotFound");
        Assert.That(await MessageAsync(), Is.EqualTo($"cannot find endpointslices for service/api in \"{Namespace}\""));

        await CreateSliceAsync(isReady: false);
        await UntilReasonAsync("MissingEndpoints");
        Assert.That(await MessageAsync(), Is.EqualTo($"endpointslices for service/api in \"{Namespace}\" have no addresses with port name \"https\""));

        extension.IsBroken = true;
        await SendAsync(HttpMethod.Patch, $"/apis/discovery.k8s.io/v1/namespaces/{Namespace}/endpointslices/api", """{"endpoints":[{"addresses":["ADDRESS"],"conditions":{"ready":true}}]}""".Replace("ADDRESS", ExtensionServer.Address.ToString()), "application/merge-patch+json");
        await UntilReasonAsync("FailedDiscoveryCheck");
        Assert.That(await MessageAsync(), Does.EndWith("/v1alpha1: 500"));

        extension.IsBroken = false;
        await UntilReasonAsync("Passed");
        Assert.That((await SendAsync(HttpMethod.Get, Flunder)).Code, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_server_whose_certificate_another_signed_is_not_spoken_to()
    {
        await CreateServiceAsync(443);
        await CreateSliceAsync(isReady: true);
        await CreateApiServiceAsync(Convert.ToBase64String(Encoding.ASCII.GetBytes(SharedServer.Server.Certificates.Issuer.CertificatePem)));
        await UntilReasonAsync("Passed");

        var (code, body) = await SendAsync(HttpMethod.Get, Flunder);

        Assert.That(code, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(Text(body, "message"), Does.Contain("x509: certificate signed by unknown authority"));
    }

    [Test]
    public async Task An_upgraded_connection_goes_through()
    {
        await RegisterAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", SharedServer.Server.Server.Port);
#pragma warning disable CA5359 // The server's certificate is no matter here.
        await using var stream = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", ClientCertificates = [SharedServer.Server.Certificates.Admin] });
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {Flunder}/stream HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"));
        var head = "";
        var next = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(next);
            head += (char)next[0];
        }
        Assert.That(head, Does.StartWith("HTTP/1.1 101"));

        await stream.WriteAsync("hello"u8.ToArray());
        var echo = new byte[5];
        await stream.ReadExactlyAsync(echo);
        Assert.That(echo, Is.EqualTo("hello"u8.ToArray()));
    }

    [Test]
    public async Task A_metrics_server_takes_the_place_of_the_built_in_one_until_it_is_uninstalled()
    {
        const string Builtin = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io";
        await CreateServiceAsync(443);
        await CreateSliceAsync(isReady: true);
        var spec = $$$"""{"spec":{"caBundle":"{{{extension.CaBundle}}}","service":{"name":"api","namespace":"{{{Namespace}}}"} } }""";
        Assert.That((await SendAsync(HttpMethod.Patch, Builtin, spec, "application/merge-patch+json")).Code, Is.EqualTo(HttpStatusCode.OK));
        try
        {
            await Eventually.Holds(async () =>
            {
                using var answer = await Http.GetAsync("/apis/metrics.k8s.io/v1beta1/nodes");
                return extension.Requests.Any(received => received.Target == "GET /apis/metrics.k8s.io/v1beta1/nodes");
            });
        }
        finally
        {
            await SendAsync(HttpMethod.Delete, Builtin);
        }
        await Eventually.Holds(async () =>
        {
            using var answer = await Http.GetAsync("/apis/metrics.k8s.io/v1beta1/nodes");
            return answer.IsSuccessStatusCode;
        });
        await Eventually.Holds(async () => (await SendAsync(HttpMethod.Get, Builtin)).Body?["spec"]?["service"] is null);
        Assert.That((await GetAsync("/apis/metrics.k8s.io/v1beta1/nodes"))["kind"]!.GetValue<string>(), Is.EqualTo("NodeMetricsList"));
    }

    private async Task RegisterAsync()
    {
        await CreateServiceAsync(443);
        await CreateSliceAsync(isReady: true);
        await CreateApiServiceAsync(extension.CaBundle);
        await UntilReasonAsync("Passed");
    }

    private Task<JsonNode> CreateServiceAsync(int port) =>
        CreateAsync($"/api/v1/namespaces/{Namespace}/services", $$"""{"metadata":{"name":"api"},"spec":{"ports":[{"port":{{port}},"name":"https"}]} }""");

    private Task<JsonNode> CreateSliceAsync(bool isReady) => CreateAsync(
        $"/apis/discovery.k8s.io/v1/namespaces/{Namespace}/endpointslices",
        $$"""
        {"metadata":{"name":"api","labels":{"kubernetes.io/service-name":"api"} },"addressType":"IPv4","ports":[{"name":"https","port":{{extension.Port}},"protocol":"TCP"}],
         "endpoints":[{"addresses":["{{ExtensionServer.Address}}"],"conditions":{"ready":{{(isReady ? "true" : "false")}} } }] }
        """);

    private Task<JsonNode> CreateApiServiceAsync(string bundle) => CreateAsync(
        "/apis/apiregistration.k8s.io/v1/apiservices",
        $$"""{"metadata":{"name":"{{ApiServiceName}}"},"spec":{"group":"{{group}}","version":"v1alpha1","groupPriorityMinimum":2000,"versionPriority":200,"caBundle":"{{bundle}}","service":{"name":"api","namespace":"{{Namespace}}"} } }""");

    private async Task<JsonNode?> ConditionAsync() => (await GetAsync(ApiService))["status"]?["conditions"]?.AsArray().FirstOrDefault();

    private async Task<string> MessageAsync() => (await ConditionAsync())!["message"]!.GetValue<string>();

    private Task<string> UntilReasonAsync(string reason) => Eventually.That(async () => (await ConditionAsync())?["reason"]?.GetValue<string>() ?? "", Is.EqualTo(reason));

    private async Task AssertUnavailableAsync()
    {
        using var response = await Http.GetAsync(Flunder);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("service unavailable\n"));
    }

    private async Task<JsonNode?> AggregatedAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apis");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(Discovery));
        using var response = await Http.SendAsync(request);
        var items = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["items"]!.AsArray();
        return items.FirstOrDefault(item => item!["metadata"]!["name"]!.GetValue<string>() == group)?["versions"]![0];
    }
}
