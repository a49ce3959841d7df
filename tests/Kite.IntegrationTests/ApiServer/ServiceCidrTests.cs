using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.ApiServer;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer;

/// <summary>A dual-stack server of its own: ServiceCIDRs are the whole cluster's.</summary>
[TestFixture]
internal sealed class ServiceCidrTests
{
    private const string Services = "/api/v1/namespaces/default/services";
    private const string Addresses = "/apis/networking.k8s.io/v1/ipaddresses";
    private const string Cidrs = "/apis/networking.k8s.io/v1/servicecidrs";

    private ApiServerFixture server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        server = await ApiServerFixture.StartAsync(options: new ApiServerOptions { ServiceCidr = "10.43.0.0/16,fd00:43::/112" });
        await SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await server.DisposeAsync();

    [Test]
    public async Task The_default_one_is_ready_and_protected()
    {
        await Eventually.That(() => ReadyAsync("kubernetes"), Is.EqualTo("True"));
        var found = await GetAsync($"{Cidrs}/kubernetes");

        Assert.That(found["spec"]!["cidrs"]!.ToJsonString(), Is.EqualTo("""["10.43.0.0/16","fd00:43::/112"]"""));
        Assert.That(found["metadata"]!["finalizers"]!.ToJsonString(), Is.EqualTo("""["networking.k8s.io/service-cidr-finalizer"]"""));
        await Eventually.That(() => CodeAsync($"{Addresses}/10.43.0.1"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Each_cluster_ip_has_its_object_as_long_as_its_service_has_it()
    {
        var service = await CreateAsync(Services, Service("both", "\"ipFamilyPolicy\":\"PreferDualStack\","));
        var addresses = service["spec"]!["clusterIPs"]!.AsArray().Select(address => (string)address!).ToArray();
        Assert.That(addresses, Has.Length.EqualTo(2));
        for (var at = 0; at < 2; at++)
        {
            var found = await GetAsync($"{Addresses}/{addresses[at]}");
            Assert.That(found["spec"]!["parentRef"]!.ToJsonString(), Is.EqualTo("""{"resource":"services","namespace":"default","name":"both"}"""));
            Assert.That((string?)found["metadata"]!["labels"]!["ipaddress.kubernetes.io/ip-family"], Is.EqualTo(at == 0 ? "IPv4" : "IPv6"));
            Assert.That((string?)found["metadata"]!["labels"]!["ipaddress.kubernetes.io/managed-by"], Is.EqualTo("ipallocator.k8s.io"));
            Assert.That((string?)found["metadata"]!["uid"], Is.Not.Empty);
        }

        await SendAsync(HttpMethod.Patch, $"{Services}/both", """{"spec":{"ipFamilyPolicy":"SingleStack"}}""", "application/merge-patch+json");
        Assert.That(await CodeAsync($"{Addresses}/{addresses[1]}"), Is.EqualTo(HttpStatusCode.NotFound));
        await SendAsync(HttpMethod.Patch, $"{Services}/both", """{"metadata":{"finalizers":["example.com/wait"]}}""", "application/merge-patch+json");
        await SendAsync(HttpMethod.Delete, $"{Services}/both");
        Assert.That(await CodeAsync($"{Addresses}/{addresses[0]}"), Is.EqualTo(HttpStatusCode.OK));
        await SendAsync(HttpMethod.Patch, $"{Services}/both", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        Assert.That(await CodeAsync($"{Addresses}/{addresses[0]}"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Creates_that_fail_or_are_dry_leave_no_object()
    {
        await CreateAsync(Services, Service("twice"));
        // The server's own comes a moment after its start.
        await Eventually.That(() => CodeAsync($"{Addresses}/10.43.0.1"), Is.EqualTo(HttpStatusCode.OK));
        var before = await NamesAsync();
        Assert.That((await SendAsync(HttpMethod.Post, Services, Service("twice"))).Code, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await SendAsync(HttpMethod.Post, Services + "?dryRun=All", Service("dry"))).Code, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await SendAsync(HttpMethod.Post, Services, """{"metadata":{"name":"bad"},"spec":{"ports":[{"port":0}]}}""")).Code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        await SendAsync(HttpMethod.Delete, $"{Services}/twice?dryRun=All");

        Assert.That(await NamesAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task An_address_that_somebody_else_has_taken_is_not_given_out()
    {
        await CreateAsync(Addresses, """{"metadata":{"name":"10.43.0.77"},"spec":{"parentRef":{"group":"gateway.networking.k8s.io","resource":"gateways","namespace":"n","name":"g"}}}""");
        var (code, status) = await SendAsync(HttpMethod.Post, Services, Service("late", "\"clusterIP\":\"10.43.0.77\","));

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string?)status["message"], Does.EndWith("failed to allocate IP 10.43.0.77: provided IP is already allocated"));
    }

    [Test]
    public async Task A_further_range_is_used_and_stays_until_nobody_needs_it()
    {
        await CreateAsync(Cidrs, """{"metadata":{"name":"extra"},"spec":{"cidrs":["10.99.0.0/28"]}}""");
        await CreateAsync(Services, Service("there", "\"clusterIP\":\"10.99.0.5\","));
        await Eventually.That(() => ReadyAsync("extra"), Is.EqualTo("True"));

        await SendAsync(HttpMethod.Delete, $"{Cidrs}/extra");
        await Eventually.That(() => ReadyAsync("extra"), Is.EqualTo("False"));
        Assert.That((await SendAsync(HttpMethod.Post, Services, Service("too-late", "\"clusterIP\":\"10.99.0.6\","))).Code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));

        await SendAsync(HttpMethod.Delete, $"{Services}/there");
        await Eventually.That(() => CodeAsync($"{Cidrs}/extra"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_range_inside_another_one_can_go_at_once()
    {
        await CreateAsync(Cidrs, """{"metadata":{"name":"inner"},"spec":{"cidrs":["10.43.128.0/24"]}}""");
        await CreateAsync(Services, Service("inside", "\"clusterIP\":\"10.43.128.5\","));
        await SendAsync(HttpMethod.Delete, $"{Cidrs}/inner");

        await Eventually.That(() => CodeAsync($"{Cidrs}/inner"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Objects_that_are_deleted_or_changed_are_repaired()
    {
        var service = await CreateAsync(Services, Service("drifting"));
        var path = $"{Addresses}/{(string)service["spec"]!["clusterIP"]!}";
        await SendAsync(HttpMethod.Delete, path);
        await Eventually.That(() => CodeAsync(path), Is.EqualTo(HttpStatusCode.OK));

        await SendAsync(HttpMethod.Patch, path, """{"metadata":{"labels":{"ipaddress.kubernetes.io/managed-by":"me"}}}""", "application/merge-patch+json");
        await Eventually.That(() => LabelAsync(path), Is.EqualTo("ipallocator.k8s.io"));
    }

    private static string Service(string name, string spec = "") => $$"""{"metadata":{"name":"{{name}}"},"spec":{{{spec}}"ports":[{"port":80}]} }""";

    private async Task<string?> ReadyAsync(string name) => (string?)(await SendAsync(HttpMethod.Get, $"{Cidrs}/{name}")).Body["status"]?["conditions"]?[0]?["status"];

    private async Task<string?> LabelAsync(string path) => (string?)(await SendAsync(HttpMethod.Get, path)).Body["metadata"]?["labels"]?["ipaddress.kubernetes.io/managed-by"];

    private async Task<string[]> NamesAsync() => [.. (await GetAsync(Addresses))["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!)];

    private async Task<HttpStatusCode> CodeAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Code;

    private async Task<JsonNode> GetAsync(string path)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, path);
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), body.ToJsonString());
        return body;
    }

    private async Task<JsonNode> CreateAsync(string path, string body)
    {
        var (code, created) = await SendAsync(HttpMethod.Post, path, body);
        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), created.ToJsonString());
        return created;
    }

    private async Task<(HttpStatusCode Code, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await server.Http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
