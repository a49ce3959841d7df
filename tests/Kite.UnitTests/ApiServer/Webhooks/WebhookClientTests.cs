using System.Text.Json.Nodes;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.ApiServer.Services;
using Kite.ApiServer.Webhooks;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;
using Endpoint = Kite.Api.Models.DiscoveryV1.Endpoint;

namespace Kite.UnitTests.ApiServer.Webhooks;

public sealed class WebhookClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeResourceCaches caches = new();
    private HttpsServer server = null!;
    private WebhookClient client = null!;
    private RequestDelegate answer = context => context.Response.WriteAsync("{}");
    private string asked = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        server = await HttpsServer.StartAsync(
            context =>
            {
                asked = $"{context.Request.Host} {context.Request.Path}{context.Request.QueryString}";
                return answer(context);
            },
            "hook.ops.svc");
        client = new WebhookClient(new WebhookConnections(new WebhookDialer(new ServiceEndpoints(caches))), TimeProvider.System);
    }

    [SetUp]
    public void Reset() => answer = context => context.Response.WriteAsync("{}");

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Test]
    public async Task An_object_is_posted_to_a_url_and_the_answer_read()
    {
        answer = async context =>
        {
            var sent = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await context.Response.WriteAsync($$"""{"echo":{{sent}}}""");
        };
        var answered = await PostAsync(ByUrl(server.Url + "/mutate?x=1"), """{"a":1}""");
        Assert.That(answered.ToJsonString(), Is.EqualTo("""{"echo":{"a":1}}"""));
        Assert.That(asked, Is.EqualTo($"127.0.0.1:{server.Port} /mutate?x=1&timeout=30s"));
    }

    [Test]
    public async Task A_service_is_called_at_a_ready_endpoint_by_its_own_name()
    {
        PutService("hook", 443, server.Port, ready: true);
        await PostAsync(ByService("hook", 443, "/convert"));
        Assert.That(asked, Is.EqualTo("hook.ops.svc /convert?timeout=30s"));
    }

    [Test]
    public void A_service_whose_certificate_names_another_is_refused()
    {
        PutService("other", 443, server.Port, ready: true);
        Assert.That(
            () => PostAsync(ByService("other", 443, "/")),
            Throws.TypeOf<WebhookCallException>().With.Message.EqualTo(
                "Post \"https://other.ops.svc:443/?timeout=30s\": tls: failed to verify certificate: x509: certificate is valid for hook.ops.svc, 127.0.0.1, not for the name called"));
    }

    [Test]
    public void An_authority_that_did_not_sign_the_certificate_is_refused()
    {
        var address = ByUrl(server.Url) with { Authorities = OtherAuthority() };
        Assert.That(() => PostAsync(address), Throws.TypeOf<WebhookCallException>().With.Message.Contains("x509: certificate signed by unknown authority"));
        Assert.That(() => PostAsync(address with { Authorities = "" }), Throws.TypeOf<WebhookCallException>().With.Message.Contains("x509: certificate signed by unknown authority"));
    }

    [Test]
    public async Task An_insecure_address_checks_nothing() =>
        Assert.That((await PostAsync(ByUrl(server.Url) with { Authorities = "", IsInsecure = true })).Count, Is.Zero);

    [Test]
    public void A_service_that_does_not_exist_is_named() =>
        Assert.That(
            () => PostAsync(ByService("none", 443, "/")),
            Throws.TypeOf<WebhookCallException>().With.Message.EqualTo("Post \"https://none.ops.svc:443/?timeout=30s\": service \"none\" not found"));

    [Test]
    public void A_service_without_ready_endpoints_has_none()
    {
        PutService("waiting", 8443, server.Port, ready: false);
        Assert.That(() => PostAsync(ByService("waiting", 8443, "/")), Throws.TypeOf<WebhookCallException>().With.Message.EndsWith(": no endpoints available for service \"waiting\""));
        Assert.That(() => PostAsync(ByService("waiting", 1, "/")), Throws.TypeOf<WebhookCallException>().With.Message.EndsWith(": no service port 1 found for service \"waiting\""));
    }

    [Test]
    public void Nobody_listening_is_a_refused_connection() =>
        Assert.That(
            () => PostAsync(ByUrl("https://127.0.0.1:1/x")),
            Throws.TypeOf<WebhookCallException>().With.Message.EqualTo("Post \"https://127.0.0.1:1/x?timeout=30s\": dial tcp 127.0.0.1:1: connect: connection refused"));

    [Test]
    public void An_answer_that_does_not_come_in_time_is_a_deadline()
    {
        answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        Assert.That(
            () => client.PostAsync(ByUrl(server.Url), "{}"u8.ToArray(), TimeSpan.FromMilliseconds(200), tellTimeout: false, CancellationToken.None),
            Throws.TypeOf<WebhookCallException>().With.Message.EqualTo($"Post \"{server.Url}/\": context deadline exceeded"));
    }

    [TestCase(404, "nothing here", "the server could not find the requested resource")]
    [TestCase(500, "oops", "an error on the server (\"oops\") has prevented the request from succeeding")]
    [TestCase(418, "", "the server responded with the status code 418 but did not return more information")]
    [TestCase(403, """{"kind":"Status","status":"Failure","message":"own words","reason":"Forbidden"}""", "own words")]
    [TestCase(200, "no json", "couldn't get version/kind; json parse error: invalid character 'o' after top-level value")]
    public void A_bad_answer_is_told_in_the_words_of_gos_client(int code, string body, string message)
    {
        answer = context =>
        {
            context.Response.StatusCode = code;
            return context.Response.WriteAsync(body);
        };
        Assert.That(() => PostAsync(ByUrl(server.Url)), Throws.TypeOf<WebhookCallException>().With.Message.EqualTo(message));
    }

    [Test]
    public void A_kubeconfig_says_where_and_as_whom()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():n}.yaml");
        File.WriteAllText(path, $$"""
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:9/authorize", certificate-authority-data: {{server.CaBundle}}, tls-server-name: hook} }]
            users: [{name: u, user: {token: secret} }]
            contexts: [{name: x, context: {cluster: c, user: u} }]
            current-context: x
            """);
        var address = WebhookKubeconfig.Read(path);
        File.Delete(path);
        Assert.That((address.Url.AbsoluteUri, address.ServerName, address.Authorization), Is.EqualTo(("https://127.0.0.1:9/authorize", "hook", "Bearer secret")));
        Assert.That(address.Authorities, Is.EqualTo(server.Authority));
    }

    private Task<JsonObject> PostAsync(WebhookAddress address, string body = "{}") =>
        client.PostAsync(address, System.Text.Encoding.UTF8.GetBytes(body), Patience, tellTimeout: true, CancellationToken.None);

    private WebhookAddress ByUrl(string url) => WebhookAddress.Of(new JsonObject { ["url"] = url, ["caBundle"] = server.CaBundle });

    private WebhookAddress ByService(string name, int port, string path) => WebhookAddress.Of(new JsonObject
    {
        ["service"] = new JsonObject { ["namespace"] = "ops", ["name"] = name, ["port"] = port, ["path"] = path },
        ["caBundle"] = server.CaBundle,
    });

    private void PutService(string name, int port, int targetPort, bool ready)
    {
        caches.Put(new Service { Metadata = new() { Name = name, Namespace = "ops" }, Spec = new() { Ports = [new() { Port = port }], ClusterIP = "192.0.2.1" } });
        caches.Put(new EndpointSlice
        {
            Metadata = new() { Name = name, Namespace = "ops", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = name } },
            AddressType = "IPv4",
            Ports = [new() { Port = targetPort }],
            Endpoints = [new Endpoint { Addresses = ["127.0.0.1"], Conditions = new() { Ready = ready } }],
        });
    }

    private static string OtherAuthority()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=test-webhook-ca", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        return certificate.ExportCertificatePem();
    }
}
