using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer;

public sealed class ServiceTests : ApiTests
{
    private string Services => $"/api/v1/namespaces/{Namespace}/services";

    [Test]
    public async Task A_service_gets_an_address_of_its_own_and_frees_it_when_deleted()
    {
        var service = await ServiceAsync("a", "");
        var address = Text(service, "spec.clusterIP");
        Assert.That(address, Does.StartWith("10.43."));
        Assert.That(service["spec"]!["clusterIPs"]!.ToJsonString(), Is.EqualTo($"[\"{address}\"]"));

        var (taken, status) = await SendAsync(HttpMethod.Post, Services, Body("b", $",\"clusterIP\":\"{address}\""));
        Assert.That(taken, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.Contain("provided IP is already allocated"));

        await SendAsync(HttpMethod.Delete, $"{Services}/a");
        var (free, _) = await SendAsync(HttpMethod.Post, Services, Body("b", $",\"clusterIP\":\"{address}\""));
        Assert.That(free, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_failed_create_holds_no_node_port()
    {
        const string Spec = ",\"type\":\"NodePort\"";
        var first = await CreateAsync(Services, Body("a", Spec));
        var port = first["spec"]!["ports"]![0]!["nodePort"]!.GetValue<int>();
        Assert.That(port, Is.InRange(30000, 32767));

        var next = $",\"nodePort\":{(port == 32767 ? port - 1 : port + 1)}";
        var (again, _) = await SendAsync(HttpMethod.Post, Services, Body("a", Spec, next));
        Assert.That(again, Is.EqualTo(HttpStatusCode.Conflict));
        var (other, answer) = await SendAsync(HttpMethod.Post, Services, Body("b", Spec, next));
        Assert.That(other, Is.EqualTo(HttpStatusCode.Created), answer.ToJsonString());
    }

    [Test]
    public async Task A_node_port_outside_the_range_is_refused()
    {
        var (code, status) = await SendAsync(HttpMethod.Post, Services, Body("a", ",\"type\":\"NodePort\"", ",\"nodePort\":80"));

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.Contain("provided port is not in the valid range. The range of valid ports is 30000-32767"));
    }

    [Test]
    public async Task A_headless_service_has_no_address()
    {
        var service = await ServiceAsync("a", ",\"clusterIP\":\"None\"");

        Assert.That(Text(service, "spec.clusterIP"), Is.EqualTo("None"));
    }

    [Test]
    public async Task An_address_never_changes_whether_or_not_it_is_to_be_had()
    {
        await ServiceAsync("a", ",\"clusterIP\":\"None\",\"selector\":{\"app\":\"a\"}");

        var (code, status) = await MergeAsync($"{Services}/a", """{"spec":{"clusterIP":"192.0.2.1","clusterIPs":null}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Is.EqualTo("Service \"a\" is invalid: spec.clusterIPs[0]: Invalid value: [\"192.0.2.1\"]: may not change once set"));
    }

    [Test]
    public async Task The_kubernetes_service_leads_to_the_server()
    {
        await Eventually.Holds(async () => (await SendAsync(HttpMethod.Get, "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes")).Code == HttpStatusCode.OK);

        var service = await GetAsync("/api/v1/namespaces/default/services/kubernetes");

        Assert.That(Text(service, "spec.clusterIP"), Is.EqualTo("10.43.0.1"));
    }

    private Task<JsonNode> ServiceAsync(string name, string spec) => CreateAsync(Services, Body(name, spec));

    private static string Body(string name, string spec, string port = "") => $$"""{"metadata":{"name":"{{name}}"},"spec":{"ports":[{"port":80{{port}}}]{{spec}}} }""";
}
