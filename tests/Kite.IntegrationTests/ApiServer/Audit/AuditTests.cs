using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kite.ApiServer;
using Kite.ApiServer.Audit;
using Kite.IntegrationTests.ApiServer.Admission;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;

namespace Kite.IntegrationTests.ApiServer.Audit;

[TestFixture]
public sealed class AuditTests
{
    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        rules:
        - {level: None, users: ["system:apiserver"]}
        - {level: Metadata, resources: [{group: "", resources: ["secrets"]}]}
        - {level: Request, omitStages: ["RequestReceived"], resources: [{group: "", resources: ["namespaces"]}]}
        - {level: RequestResponse, omitManagedFields: true}
        """;

    private readonly ConcurrentQueue<JsonObject> told = new();
    private string directory = "";
    private HttpsServer webhook = null!;
    private ApiServerFixture server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        directory = Directory.CreateTempSubdirectory("kite-audit-").FullName;
        File.WriteAllText(Path.Combine(directory, "policy.yaml"), Policy);
        webhook = await HttpsServer.StartAsync(TakeAsync);
        File.WriteAllText(Path.Combine(directory, "webhook.yaml"), $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: a, cluster: {server: "{{webhook.Url}}/audit", certificate-authority-data: "{{webhook.CaBundle}}" } }]
            contexts: [{name: a, context: {cluster: a, user: a} }]
            current-context: a
            users: [{name: a, user: {} }]
            """);
        server = await ApiServerFixture.StartAsync(options: new ApiServerOptions
        {
            Audit = new AuditOptions
            {
                PolicyFile = Path.Combine(directory, "policy.yaml"),
                LogPath = Path.Combine(directory, "audit.log"),
                WebhookConfigFile = Path.Combine(directory, "webhook.yaml"),
                WebhookBatchMaxWait = TimeSpan.FromMilliseconds(100),
            },
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await server.DisposeAsync();
        await webhook.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task A_write_is_kept_with_who_sent_what_and_what_was_answered()
    {
        var id = await SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps?fieldManager=me", """{"metadata":{"name":"kept"},"data":{"a":"1"}}""");
        var events = await EventsAsync(id, 2);
        Assert.That(events.Select(audited => audited["stage"]!.GetValue<string>()), Is.EqualTo(new[] { "RequestReceived", "ResponseComplete" }));
        var complete = events[1];
        Assert.Multiple(() =>
        {
            Assert.That(complete["level"]!.GetValue<string>(), Is.EqualTo("RequestResponse"));
            Assert.That(complete["requestURI"]!.GetValue<string>(), Is.EqualTo("/api/v1/namespaces/default/configmaps?fieldManager=me"));
            Assert.That(complete["verb"]!.GetValue<string>(), Is.EqualTo("create"));
            Assert.That(complete["user"]!["username"]!.GetValue<string>(), Is.EqualTo("kubernetes-admin"));
            Assert.That(complete["sourceIPs"]!.ToJsonString(), Is.EqualTo("[\"127.0.0.1\"]"));
            Assert.That(complete["userAgent"]!.GetValue<string>(), Is.EqualTo("tester/1"));
            Assert.That(complete["objectRef"]!.ToJsonString(), Is.EqualTo("""{"resource":"configmaps","namespace":"default","name":"kept","apiVersion":"v1"}"""));
            Assert.That(complete["responseStatus"]!.ToJsonString(), Is.EqualTo("""{"metadata":{},"code":201}"""));
            Assert.That(complete["requestObject"]!["data"]!.ToJsonString(), Is.EqualTo("""{"a":"1"}"""));
            Assert.That(complete["responseObject"]!["metadata"]!["uid"], Is.Not.Null);
            Assert.That(complete["responseObject"]!["metadata"]!["managedFields"], Is.Null);
            Assert.That(complete["annotations"]!["authorization.k8s.io/decision"]!.GetValue<string>(), Is.EqualTo("allow"));
        });
    }

    [Test]
    public async Task What_is_in_a_secret_never_gets_into_the_log_where_the_policy_keeps_metadata_alone()
    {
        var id = await SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"},"stringData":{"a":"hush-hush"}}""");
        await SendAsync(HttpMethod.Patch, "/api/v1/namespaces/default/secrets/s", """{"stringData":{"b":"hush-hush"}}""", "application/merge-patch+json");
        await SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/secrets");
        await EventsAsync(id, 2);
        var last = await SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/secrets/s");
        await EventsAsync(last, 2);
        var log = ReadLog();
        Assert.That(log, Does.Not.Contain("hush").And.Not.Contain(Convert.ToBase64String("hush-hush"u8)));
    }

    [Test]
    public async Task Refusals_say_why_and_reading_keeps_lists_and_patches_are_kept_as_sent()
    {
        var missing = await EventsAsync(await SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/configmaps/none"), 2);
        var refusal = JsonNode.Parse("""{"metadata":{},"status":"Failure","message":"configmaps \"none\" not found","reason":"NotFound","details":{"name":"none","kind":"configmaps"},"code":404}""");
        Assert.That(JsonNode.DeepEquals(missing[1]["responseStatus"], refusal), missing[1].ToJsonString());
        var list = await EventsAsync(await SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/configmaps"), 2);
        Assert.That(list[1]["responseObject"]!["kind"]!.GetValue<string>(), Is.EqualTo("ConfigMapList"));
        var patch = await EventsAsync(await SendAsync(HttpMethod.Patch, "/api/v1/namespaces/default/configmaps/applied?fieldManager=x", "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n", "application/apply-patch+yaml"), 2);
        Assert.That(patch[1]["requestObject"]!.ToJsonString(), Is.EqualTo("""{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b"}}"""));
        var impersonated = await EventsAsync(await SendAsync(HttpMethod.Get, "/api/v1/nodes", impersonate: "jane"), 2);
        Assert.That(impersonated[1]["impersonatedUser"]!["username"]!.GetValue<string>(), Is.EqualTo("jane"));
        Assert.That(impersonated[1]["annotations"]!["authorization.k8s.io/decision"]!.GetValue<string>(), Is.EqualTo("forbid"));
        var deleted = await EventsAsync(await SendAsync(HttpMethod.Delete, "/api/v1/namespaces/default/configmaps/applied"), 2);
        Assert.That(deleted[1]["responseStatus"]!["status"]!.GetValue<string>(), Is.EqualTo("Success"));
    }

    [Test]
    public async Task A_level_of_requests_keeps_no_answers_and_stages_can_be_left_out()
    {
        var events = await EventsAsync(await SendAsync(HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"kept"}}"""), 1);
        Assert.That(events[0]["stage"]!.GetValue<string>(), Is.EqualTo("ResponseComplete"));
        Assert.That((events[0]["requestObject"] is null, events[0]["responseObject"] is null), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_watch_has_started_before_it_is_complete()
    {
        var events = await EventsAsync(await SendAsync(HttpMethod.Get, "/api/v1/configmaps?watch=1&timeoutSeconds=1"), 3);
        Assert.That(events.Select(audited => audited["stage"]!.GetValue<string>()), Is.EqualTo(new[] { "RequestReceived", "ResponseStarted", "ResponseComplete" }));
    }

    [Test]
    public async Task Who_is_nobody_is_kept_too()
    {
        using var stranger = server.Client("not-a-token");
        using var response = await stranger.GetAsync("/api/v1/pods");
        var events = await EventsAsync(response.Headers.GetValues("Audit-Id").Single(), 1);
        Assert.That((events[0]["stage"]!.GetValue<string>(), events[0]["responseStatus"]!["code"]!.GetValue<int>()), Is.EqualTo(("ResponseStarted", 401)));
    }

    [Test]
    public async Task The_pod_security_of_a_pod_is_noted()
    {
        await SendAsync(HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"audited","labels":{"pod-security.kubernetes.io/audit":"restricted"}}}""");
        await SendAsync(HttpMethod.Post, "/api/v1/namespaces/audited/serviceaccounts", """{"metadata":{"name":"default"}}""");
        var events = await EventsAsync(await SendAsync(HttpMethod.Post, "/api/v1/namespaces/audited/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"b"}]}}"""), 2);
        Assert.That(events[1]["annotations"]!["pod-security.kubernetes.io/audit-violations"]!.GetValue<string>(), Does.StartWith("would violate PodSecurity \"restricted:latest\": "));
        Assert.That(events[1]["annotations"]!["pod-security.kubernetes.io/enforce-policy"]!.GetValue<string>(), Is.EqualTo("privileged:latest"));
    }

    [Test]
    public async Task What_admission_webhooks_did_is_noted()
    {
        await using var hooks = await HookServer.StartAsync();
        hooks.Patch("/patch", """[{"op":"add","path":"/data/b","value":"2"}]""");
        hooks.Allow("/allow");
        await SendAsync(HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"hooked"}}""");
        string Hook(string name) => $$"""
            {"name":"{{name}}.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"failurePolicy":"Ignore","namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"hooked"} },
             "clientConfig":{"url":"{{hooks.Url}}/{{name}}","caBundle":"{{hooks.CaBundle}}"},"rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]}
            """;
        await SendAsync(HttpMethod.Post, "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", $$"""{"metadata":{"name":"m"},"webhooks":[{{Hook("patch")}},{{Hook("allow")}},{{Hook("gone")}}]}""");
        await SendAsync(HttpMethod.Post, "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", $$"""{"metadata":{"name":"v"},"webhooks":[{{Hook("missing")}}]}""");

        var events = await EventsAsync(await SendAsync(HttpMethod.Post, "/api/v1/namespaces/hooked/configmaps", """{"metadata":{"name":"c"},"data":{"a":"1"}}"""), 2);

        var notes = events[1]["annotations"]!.AsObject().Where(note => note.Key.Contains("webhook", StringComparison.Ordinal)).ToDictionary(note => note.Key, note => note.Value!.GetValue<string>());
        Assert.That(notes, Is.EqualTo(new Dictionary<string, string>
        {
            ["mutation.webhook.admission.k8s.io/round_0_index_0"] = """{"configuration":"m","webhook":"patch.example.com","mutated":true}""",
            ["patch.webhook.admission.k8s.io/round_0_index_0"] = """{"configuration":"m","webhook":"patch.example.com","patch":[{"op":"add","path":"/data/b","value":"2"}],"patchType":"JSONPatch"}""",
            ["mutation.webhook.admission.k8s.io/round_0_index_1"] = """{"configuration":"m","webhook":"allow.example.com","mutated":false}""",
            ["mutation.webhook.admission.k8s.io/round_0_index_2"] = """{"configuration":"m","webhook":"gone.example.com","mutated":false}""",
            ["failed-open.mutation.webhook.admission.k8s.io/round_0_index_2"] = "gone.example.com",
            ["failed-open.validating.webhook.admission.k8s.io/round_0_index_0"] = "missing.example.com",
        }));
    }

    [Test]
    public async Task The_webhook_is_told_of_the_same_events()
    {
        var id = await SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/configmaps");
        await Eventually.Holds(() => told.Count(audited => audited["auditID"]!.GetValue<string>() == id) >= 2);
    }

    private async Task<string> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json", string? impersonate = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("tester", "1"));
        if (impersonate is not null) request.Headers.Add("Impersonate-User", impersonate);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await server.Http.SendAsync(request);
        return response.Headers.GetValues("Audit-Id").Single();
    }

    private async Task<List<JsonObject>> EventsAsync(string id, int count)
    {
        List<JsonObject> found = [];
        // What follows the last line's end is still being written.
        await Eventually.Holds(() => (found = [.. ReadLog().Split('\n')[..^1].Where(line => line.Contains(id, StringComparison.Ordinal)).Select(line => JsonNode.Parse(line)!.AsObject())]).Count >= count);
        return found;
    }

    private string ReadLog()
    {
        if (!File.Exists(Path.Combine(directory, "audit.log"))) return "";
        using var file = new FileStream(Path.Combine(directory, "audit.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var list = (await JsonNode.ParseAsync(context.Request.Body))!;
        foreach (var audited in list["items"]!.AsArray()) told.Enqueue(audited!.AsObject());
    }
}
