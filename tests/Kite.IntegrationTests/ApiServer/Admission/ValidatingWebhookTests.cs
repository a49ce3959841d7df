using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class ValidatingWebhookTests : WebhookTests
{
    [TestCase("""{"message":"no way","code":403,"reason":"Forbidden"}""", 403, "denied the request: no way", "Forbidden")]
    [TestCase("""{"reason":"the data is unwanted"}""", 400, "denied the request: the data is unwanted", "the data is unwanted")]
    [TestCase("{}", 400, "denied the request without explanation", "")]
    [TestCase("""{"message":"odd","code":200}""", 400, "denied the request: odd", "")]
    [TestCase("""{"message":"slow down","code":429,"reason":"TooManyRequests","details":{"retryAfterSeconds":7}}""", 429, "denied the request: slow down", "TooManyRequests")]
    public async Task A_refusal_is_told_in_the_webhooks_words(string status, int code, string message, string reason)
    {
        Hooks.Respond(Path, _ => new JsonObject { ["allowed"] = false, ["status"] = JsonNode.Parse(status) });
        await HookAsync(Validating);

        var (answered, failure) = await TryConfigMapAsync("c");

        Assert.That((int)answered, Is.EqualTo(code), failure.ToJsonString());
        Assert.That(Text(failure, "message"), Is.EqualTo($"admission webhook \"{Namespace}.example.com\" {message}"));
        Assert.That(Text(failure, "reason"), Is.EqualTo(reason));
        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/c")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Refusals_and_webhooks_that_cannot_be_asked_are_counted()
    {
        Hooks.Respond(Path, _ => Deny("no", 403));
        await HookAsync(Validating);
        await HookAsync(Validating, more: ""","failurePolicy":"Ignore" """, suffix: "/gone");
        await TryConfigMapAsync("c");

        var metrics = await MetricsAsync();

        Assert.That(metrics, Does.Contain($"apiserver_admission_webhook_rejection_count{{error_type=\"no_error\",name=\"{Namespace}.example.com\",operation=\"CREATE\",rejection_code=\"403\",type=\"validating\"}} 1\n"));
        Assert.That(metrics, Does.Contain($"apiserver_admission_webhook_request_total{{code=\"403\",name=\"{Namespace}.example.com\",operation=\"CREATE\",rejected=\"true\",type=\"validating\"}} 1\n"));
        Assert.That(metrics, Does.Contain($"apiserver_admission_webhook_fail_open_count{{name=\"{Namespace}-gone.example.com\",type=\"validating\"}} 1\n"));
        Assert.That(metrics, Does.Contain($"apiserver_admission_webhook_admission_duration_seconds_count{{name=\"{Namespace}.example.com\",operation=\"CREATE\",rejected=\"true\",type=\"validating\"}} 1\n"));
        Assert.That(metrics, Does.Match("apiserver_admission_controller_admission_duration_seconds_count\\{name=\"ValidatingAdmissionWebhook\",operation=\"CREATE\",rejected=\"true\",type=\"validate\"\\} [1-9]"));
        Assert.That(metrics, Does.Match("apiserver_admission_step_admission_duration_seconds_count\\{operation=\"CREATE\",rejected=\"false\",type=\"admit\"\\} [1-9]"));
        Assert.That(metrics, Does.Match("apiserver_storage_size_bytes\\{.*\\} [1-9]"));
    }

    [Test]
    public async Task A_review_says_all_of_the_request()
    {
        Hooks.Allow(Path);
        await HookAsync(Validating);

        await SendAsync(HttpMethod.Post, ConfigMaps + "?fieldManager=me&fieldValidation=Strict&dryRun=All", """{"metadata":{"name":"c","labels":{"x":"y"}}}""");

        var request = Hooks.Requests(Path).Single();
        Assert.That(Guid.TryParse(Text(request, "uid"), out _));
        foreach (var kind in new[] { "kind", "requestKind" }) Assert.That(request[kind]!.ToJsonString(), Is.EqualTo("""{"group":"","version":"v1","kind":"ConfigMap"}"""));
        foreach (var resource in new[] { "resource", "requestResource" }) Assert.That(request[resource]!.ToJsonString(), Is.EqualTo("""{"group":"","version":"v1","resource":"configmaps"}"""));
        Assert.That(Text(request, "name"), Is.EqualTo("c"));
        Assert.That(Text(request, "namespace"), Is.EqualTo(Namespace));
        Assert.That(Text(request, "operation"), Is.EqualTo("CREATE"));
        Assert.That(request["userInfo"]!["groups"]!.ToJsonString(), Does.Contain("system:masters").And.Contain("system:authenticated"));
        Assert.That(Text(request, "object.metadata.labels.x"), Is.EqualTo("y"));
        Assert.That(Text(request, "object.kind"), Is.EqualTo("ConfigMap"));
        Assert.That(request.ContainsKey("oldObject") && request["oldObject"] is null);
        Assert.That(request["dryRun"]!.GetValue<bool>());
        Assert.That(request["options"]!.ToJsonString(), Is.EqualTo("""{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1","dryRun":["All"],"fieldManager":"me","fieldValidation":"Strict"}"""));
    }

    [Test]
    public async Task Updates_and_deletions_show_the_object_as_it_was()
    {
        Hooks.Allow(Path);
        await ConfigMapAsync("c", """{"a":"old"}""");
        await HookAsync(Validating);

        await MergeAsync($"{ConfigMaps}/c", """{"data":{"a":"new"}}""");
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/c", """{"gracePeriodSeconds":5,"propagationPolicy":"Background"}""");

        var requests = Hooks.Requests(Path);
        Assert.That(requests.Select(request => Text(request, "operation")), Is.EqualTo(new[] { "UPDATE", "DELETE" }));
        Assert.That(Text(requests[0], "object.data.a"), Is.EqualTo("new"));
        Assert.That(Text(requests[0], "oldObject.data.a"), Is.EqualTo("old"));
        Assert.That(Text(requests[0], "options.kind"), Is.EqualTo("UpdateOptions"));
        Assert.That(requests[1]["object"], Is.Null);
        Assert.That(Text(requests[1], "oldObject.data.a"), Is.EqualTo("new"));
        Assert.That(requests[1]["options"]!.ToJsonString(), Is.EqualTo("""{"kind":"DeleteOptions","apiVersion":"meta.k8s.io/v1","gracePeriodSeconds":5,"propagationPolicy":"Background"}"""));
    }

    [Test]
    public async Task Each_object_of_a_collection_is_asked_about()
    {
        Hooks.Respond(Path, request => Text(request, "oldObject.metadata.name") == "keep" ? Deny("kept", 403) : new JsonObject { ["allowed"] = true });
        foreach (var name in new[] { "a", "b", "keep" }) await ConfigMapAsync(name);
        await HookAsync(Validating, Rule("DELETE", "", "configmaps"));

        var (code, status) = await SendAsync(HttpMethod.Delete, ConfigMaps);

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/keep")).Code, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("exec?command=ls&command=-l&container=main&stdin=true", "PodExecOptions", """{"kind":"PodExecOptions","apiVersion":"v1","stdin":true,"stdout":true,"stderr":true,"container":"main","command":["ls","-l"]}""")]
    [TestCase("attach?tty=true", "PodAttachOptions", """{"kind":"PodAttachOptions","apiVersion":"v1","stdout":true,"stderr":true,"tty":true}""")]
    [TestCase("portforward?ports=80", "PodPortForwardOptions", """{"kind":"PodPortForwardOptions","apiVersion":"v1","ports":[80]}""")]
    [TestCase("proxy/some/path", "PodProxyOptions", """{"kind":"PodProxyOptions","apiVersion":"v1","path":"/some/path"}""")]
    public async Task Connections_can_be_refused(string query, string kind, string options)
    {
        Hooks.Respond(Path, _ => Deny("no connections", 403));
        await PodAsync("p");
        await HookAsync(Validating, Rule("CONNECT", "", "pods/*"));

        var (code, status) = await SendAsync(HttpMethod.Get, $"{Pods}/p/{query}");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.EndWith("denied the request: no connections"));
        var request = Hooks.Requests(Path).Single();
        Assert.That(Text(request, "operation"), Is.EqualTo("CONNECT"));
        Assert.That(Text(request, "kind.kind"), Is.EqualTo(kind));
        Assert.That(Text(request, "name"), Is.EqualTo("p"));
        Assert.That(Text(request, "subResource"), Is.EqualTo(query.Split('?', '/')[0]));
        Assert.That(request["object"]!.ToJsonString(), Is.EqualTo(options));
        Assert.That(request["options"], Is.Null);
    }

    [TestCase("eviction", """{"metadata":{"name":"p"}}""", "Eviction", "policy")]
    [TestCase("binding", """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n"}}""", "Binding", "")]
    public async Task What_is_posted_to_a_pod_can_be_refused(string subresource, string body, string kind, string group)
    {
        Hooks.Respond(Path, _ => Deny("not now", 403));
        await PodAsync("p");
        await HookAsync(Validating, Rule("*", "", $"*/{subresource}"));

        var (code, status) = await SendAsync(HttpMethod.Post, $"{Pods}/p/{subresource}", body);

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        var request = Hooks.Requests(Path).Single();
        Assert.That((Text(request, "operation"), Text(request, "kind.kind"), Text(request, "kind.group"), Text(request, "resource.resource")), Is.EqualTo(("CREATE", kind, group, "pods")));
        Assert.That((await SendAsync(HttpMethod.Get, $"{Pods}/p")).Code, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_eviction_is_no_deletion_to_webhooks()
    {
        Hooks.Allow(Path);
        await PodAsync("p");
        await HookAsync(Validating, Rule("*", "", "*/*"));

        await CreateAsync($"{Pods}/p/eviction", """{"metadata":{"name":"p"}}""");

        Assert.That(Hooks.Requests(Path).Select(request => Text(request, "operation")), Is.EqualTo(new[] { "CREATE" }));
    }

    [Test]
    public async Task A_token_can_be_refused()
    {
        Hooks.Respond(Path, _ => Deny("no tokens", 403));
        await HookAsync(Validating, Rule("CREATE", "", "serviceaccounts/token"));

        var (code, status) = await SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{Namespace}/serviceaccounts/default/token", """{"spec":{}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        Assert.That(Text(Hooks.Requests(Path).Single(), "kind.group"), Is.EqualTo("authentication.k8s.io"));
    }

    [Test]
    public async Task A_status_is_seen_by_rules_for_it_only()
    {
        Hooks.Allow(Path + "/status");
        Hooks.Allow(Path + "/pods");
        await PodAsync("p");
        await HookAsync(Validating, Rule("UPDATE", "", "pods/status"), suffix: "/status");
        await HookAsync(Validating, Rule("UPDATE", "", "pods"), suffix: "/pods");

        await MergeAsync($"{Pods}/p/status", """{"status":{"phase":"Running"}}""");

        Assert.That(Hooks.Requests(Path + "/pods"), Is.Empty);
        Assert.That(Text(Hooks.Requests(Path + "/status").Single(), "subResource"), Is.EqualTo("status"));
    }

    [TestCase("Namespaced", 0)]
    [TestCase("Cluster", 1)]
    [TestCase("*", 1)]
    public async Task A_namespace_is_of_the_cluster_and_matched_by_its_own_labels(string scope, int times)
    {
        Hooks.Allow(Path);
        var rule = $$"""[{"operations":["CREATE"],"apiGroups":["*"],"apiVersions":["*"],"resources":["namespaces"],"scope":"{{scope}}"}]""";
        await HookAsync(Validating, rule, selector: $$"""{"matchLabels":{"of":"{{Namespace}}"} }""");

        await CreateAsync("/api/v1/namespaces", $$"""{"metadata":{"name":"{{Namespace}}-a","labels":{"of":"{{Namespace}}"} } }""");
        await CreateAsync("/api/v1/namespaces", $$"""{"metadata":{"name":"{{Namespace}}-b"} }""");

        Assert.That(Hooks.Requests(Path), Has.Length.EqualTo(times));
        if (times > 0) Assert.That(Text(Hooks.Requests(Path)[0], "namespace"), Is.EqualTo($"{Namespace}-a"));
    }

    [Test]
    public async Task An_object_selector_looks_at_the_object_before_and_after()
    {
        Hooks.Allow(Path);
        await ConfigMapAsync("c", metadata: ""","labels":{"watched":"yes"}""");
        await ConfigMapAsync("d");
        await HookAsync(Validating, more: ""","objectSelector":{"matchLabels":{"watched":"yes"}}""");

        await MergeAsync($"{ConfigMaps}/c", """{"metadata":{"labels":{"watched":null}}}""");
        await MergeAsync($"{ConfigMaps}/d", """{"metadata":{"labels":{"watched":"no"}}}""");

        Assert.That(Hooks.Requests(Path).Select(request => Text(request, "name")), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public async Task Warnings_reach_the_client_and_are_bounded()
    {
        Hooks.Respond(Path, _ => new JsonObject { ["allowed"] = true, ["warnings"] = new JsonArray("plain", "with \"quotes\" and ü", new string('x', 5000), "bad\u0001control") });
        await HookAsync(Validating);

        using var request = new HttpRequestMessage(HttpMethod.Post, ConfigMaps) { Content = new StringContent("""{"metadata":{"name":"c"}}""", Encoding.UTF8, "application/json") };
        using var response = await Http.SendAsync(request);

        var warnings = response.Headers.GetValues("Warning").ToArray();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(warnings, Has.Length.EqualTo(3));
        Assert.That(warnings[0], Is.EqualTo("299 - \"plain\""));
        Assert.That(warnings[1], Does.StartWith("299 - \"with \\\"quotes\\\" and "));
        Assert.That(warnings[2], Has.Length.EqualTo(256 + "299 - \"\"".Length));
    }

    [Test]
    public async Task Configurations_of_admission_are_never_shown()
    {
        Hooks.Respond(Path, _ => Deny("locked out", 403));
        await HookAsync(Validating, """[{"operations":["*"],"apiGroups":["admissionregistration.k8s.io"],"apiVersions":["*"],"resources":["*/*"]}]""", selector: "{}");

        await HookAsync(Validating, suffix: "/other");

        Assert.That(Hooks.Requests(Path), Is.Empty);
    }

    [Test]
    public async Task Webhooks_are_asked_at_the_same_time()
    {
        var both = new TaskCompletionSource();
        var waiting = 0;
        Func<Microsoft.AspNetCore.Http.HttpContext, JsonObject, Task> answer = async (context, review) =>
        {
            if (Interlocked.Increment(ref waiting) == 2) both.SetResult();
            await both.Task.WaitAsync(TimeSpan.FromSeconds(8));
            await HookServer.SendAsync(context, $$"""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"{{Text(review, "request.uid")}}","allowed":true} }""");
        };
        foreach (var suffix in new[] { "/a", "/b" })
        {
            Hooks.Answer(Path + suffix, answer);
            await HookAsync(Validating, suffix: suffix);
        }

        await ConfigMapAsync("c");

        Assert.That(waiting, Is.EqualTo(2));
    }
}
