using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kite.ApiServer;
using Kite.ApiServer.Configuration;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kite.IntegrationTests.ApiServer.Security;

/// <summary>A server with structured authentication and authorization, a token webhook and an authorization webhook.</summary>
public sealed class StructuredConfigurationTests
{
    private readonly ConcurrentQueue<JsonNode> asked = new();
    private string directory = "";
    private FakeIssuer issuer = null!;
    private HttpsServer webhooks = null!;
    private ApiServerFixture server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        directory = Directory.CreateTempSubdirectory("kite-test-").FullName;
        issuer = await FakeIssuer.StartAsync();
        webhooks = await HttpsServer.StartAsync(AnswerAsync);
        WriteAuthentication("/readyz");
        Write("authz", $"{{apiVersion: apiserver.config.k8s.io/v1, kind: AuthorizationConfiguration, authorizers: [{{type: Webhook, name: hook, webhook: {{timeout: 3s, subjectAccessReviewVersion: v1, matchConditionSubjectAccessReviewVersion: v1, matchConditions: [{{expression: \"request.?resourceAttributes.resource.orValue('') != 'pods'\"}}], failurePolicy: Deny, connectionInfo: {{type: KubeConfigFile, kubeConfigFile: {File("hook")}}}}}}}, {{type: Node, name: node}}, {{type: RBAC, name: rbac}}]}}");
        Write("hook", $"{{clusters: [{{name: c, cluster: {{server: '{webhooks.Url}', certificate-authority-data: {webhooks.CaBundle}}}}}], users: [{{name: u, user: {{token: let-me-in}}}}], contexts: [{{name: x, context: {{cluster: c, user: u}}}}], current-context: x}}");
        server = await ApiServerFixture.StartAsync(security: new ApiServerSecurityOptions
        {
            AuthenticationConfigFile = File("authn"),
            AuthorizationConfigFile = File("authz"),
            TokenWebhook = new() { ConfigFile = File("hook") },
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await server.DisposeAsync();
        await webhooks.DisposeAsync();
        await issuer.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task A_user_of_an_issuer_is_who_the_token_says()
    {
        var (code, body) = await SendAsync(issuer.Token("\"sub\":\"jane\",\"groups\":[\"dev\"]"), "/apis/authentication.k8s.io/v1/selfsubjectreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), body.ToJsonString());
        Assert.That(body["status"]!["userInfo"]!["username"]!.ToString(), Is.EqualTo("acme:jane"));
        Assert.That(body["status"]!["userInfo"]!["groups"]!.AsArray().Select(group => group!.ToString()), Is.EqualTo(new[] { "acme:dev", "system:authenticated" }));
        Assert.That((await SendAsync(issuer.Token("\"sub\":\"jane\"", audience: "other"), "/api")).Code, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_webhook_tells_whom_a_token_belongs_to_and_is_asked_once()
    {
        for (var i = 0; i < 2; i++) Assert.That((await SendAsync("robot-token", "/api")).Code, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(asked.Count(review => review["spec"]?["token"]?.ToString() == "robot-token"), Is.EqualTo(1));
        Assert.That((await SendAsync("stranger", "/api")).Code, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_webhook_allows_denies_or_leaves_it_to_rbac()
    {
        var token = issuer.Token("\"sub\":\"jane\"");
        Assert.That((await SendAsync(token, "/api/v1/namespaces/default/configmaps?labelSelector=a%3Db")).Code, Is.EqualTo(HttpStatusCode.OK), "allowed by the webhook");
        Assert.That((await SendAsync(token, "/api/v1/namespaces/default/pods")).Code, Is.EqualTo(HttpStatusCode.Forbidden), "the webhook isn't asked about pods, and RBAC says no");
        Assert.That(AskedAbout("pods"), Is.Empty);
        Assert.That((await SendAsync(token, "/apis")).Code, Is.EqualTo(HttpStatusCode.OK), "no opinion, and RBAC allows discovery");
        var (code, body) = await SendAsync(token, "/api/v1/namespaces/default/secrets");
        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(body["message"]!.ToString(), Is.EqualTo("secrets is forbidden: User \"acme:jane\" cannot list resource \"secrets\" in API group \"\" in the namespace \"default\": hands off"));
        var selected = AskedAbout("configmaps").Last();
        Assert.That(selected["labelSelector"]!["requirements"]![0]!["values"]![0]!.ToString(), Is.EqualTo("b"));
    }

    [Test]
    public async Task Anonymous_goes_on_only_where_the_configuration_says_and_a_change_of_it_is_in_force()
    {
        Assert.That((await SendAsync(null, "/readyz")).Code, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await SendAsync(null, "/livez")).Code, Is.EqualTo(HttpStatusCode.Unauthorized));
        var reload = server.Services.GetServices<IHostedService>().OfType<ConfigurationReload>().Single();
        WriteAuthentication("/livez");
        reload.ReloadAll();
        Assert.That((await SendAsync(null, "/readyz")).Code, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(null, "/livez")).Code, Is.EqualTo(HttpStatusCode.OK));
        Write("authn", "kind: Nonsense");
        reload.ReloadAll();
        Assert.That((await SendAsync(null, "/livez")).Code, Is.EqualTo(HttpStatusCode.OK), "what can't be used leaves everything as it was");
        WriteAuthentication("/readyz");
        reload.ReloadAll();
    }

    // The server's own parts ask for themselves meanwhile.
    private IEnumerable<JsonNode> AskedAbout(string resource) =>
        asked.Where(review => review["spec"]?["user"]?.ToString() == "acme:jane").Select(review => review["spec"]!["resourceAttributes"]).OfType<JsonNode>().Where(attributes => attributes["resource"]?.ToString() == resource);

    private string File(string name) => Path.Combine(directory, name);

    private void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text);

    private void WriteAuthentication(string anonymousPath) => Write("authn", $$"""
        apiVersion: apiserver.config.k8s.io/v1
        kind: AuthenticationConfiguration
        anonymous: { enabled: true, conditions: [{ path: {{anonymousPath}} }] }
        jwt:
        - issuer:
            url: {{issuer.Url}}
            audiences: [kite]
            certificateAuthority: |
        {{string.Join('\n', issuer.Authority.Trim().Split('\n').Select(line => "      " + line))}}
          claimMappings:
            username: { claim: sub, prefix: "acme:" }
            groups: { claim: groups, prefix: "acme:" }
        """);

    private async Task AnswerAsync(HttpContext context)
    {
        var review = (await JsonNode.ParseAsync(context.Request.Body))!;
        asked.Enqueue(review);
        if (context.Request.Headers.Authorization != "Bearer let-me-in")
        {
            context.Response.StatusCode = 401;
            return;
        }
        await context.Response.WriteAsync($$"""{"apiVersion":"{{review["apiVersion"]}}","kind":"{{review["kind"]}}","status":{{StatusOf(review)}} }""");
    }

    private static string StatusOf(JsonNode review) => (review["spec"]?["token"]?.ToString(), review["spec"]?["resourceAttributes"]?["resource"]?.ToString()) switch
    {
        ("robot-token", _) => """{"authenticated":true,"user":{"username":"robot","groups":["machines"]}}""",
        ({ }, _) => """{"authenticated":false,"error":"who is that?"}""",
        (_, "configmaps") => """{"allowed":true}""",
        (_, "secrets") => """{"allowed":false,"denied":true,"reason":"hands off"}""",
        _ => """{"allowed":false}""",
    };

    private async Task<(HttpStatusCode Code, JsonNode Body)> SendAsync(string? token, string path, string? body = null)
    {
        using var client = server.Client(token);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject());
    }
}
