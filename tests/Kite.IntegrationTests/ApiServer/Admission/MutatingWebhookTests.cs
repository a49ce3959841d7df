using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class MutatingWebhookTests : WebhookTests
{
    [Test]
    public async Task Webhooks_change_objects_one_after_the_other_in_the_order_of_their_configurations()
    {
        Hooks.Patch(Path + "/a", """[{"op":"add","path":"/data/first","value":"yes"}]""");
        Hooks.Respond(Path + "/b", request => Patched(request["object"]!["data"]!["first"] is null ? "none" : "seen"));
        await HookAsync(Mutating, suffix: "/b");
        await HookAsync(Mutating, suffix: "/a");

        var created = await ConfigMapAsync("c", """{"x":"y"}""");

        Assert.That(created["data"]!.ToJsonString(), Is.EqualTo("""{"first":"yes","second":"seen","x":"y"}""").Or.EqualTo("""{"x":"y","first":"yes","second":"seen"}"""));
        Assert.That((await GetAsync($"{ConfigMaps}/c"))["data"]!.ToJsonString(), Is.EqualTo(created["data"]!.ToJsonString()));
    }

    [Test]
    public async Task What_a_webhook_adds_is_pruned_and_defaulted_and_owned_by_nobody()
    {
        Hooks.Patch(Path, """[{"op":"add","path":"/spec/containers/-","value":{"name":"side","image":"busybox:1","nonsense":true}},{"op":"add","path":"/spec/alsoNonsense","value":1}]""");
        await HookAsync(Mutating, Rule("CREATE", "", "pods"));

        var pod = await PodAsync("p");

        var side = pod["spec"]!["containers"]![1]!;
        Assert.That(Text(side, "imagePullPolicy"), Is.EqualTo("IfNotPresent"));
        Assert.That(side.AsObject().ContainsKey("nonsense"), Is.False);
        Assert.That(pod["spec"]!.AsObject().ContainsKey("alsoNonsense"), Is.False);
        Assert.That(pod["metadata"]!["managedFields"]!.ToJsonString(), Does.Contain("main").And.Not.Contain("side"));
    }

    [Test]
    public async Task A_value_of_the_wrong_type_is_an_internal_error()
    {
        Hooks.Patch(Path, """[{"op":"add","path":"/data","value":"text"}]""");
        await HookAsync(Mutating);

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(Text(status, "message"), Does.StartWith("Internal error occurred: "));
    }

    [TestCase("""[{"op":"remove","path":"/data/none"}]""", "Internal error occurred: error in remove for path: '/data/none': Unable to remove nonexistent key: none: missing value")]
    [TestCase("""{"a":1}""", "received undecodable patch in webhook response")]
    public async Task A_patch_that_does_not_fit_is_an_internal_error(string patch, string message)
    {
        Hooks.Patch(Path, patch);
        await HookAsync(Mutating);

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(Text(status, "message"), Does.Contain(message));
    }

    [Test]
    public async Task A_patch_of_what_is_deleted_is_refused()
    {
        Hooks.Patch(Path, """[{"op":"add","path":"/data/x","value":"y"}]""");
        await ConfigMapAsync("c");
        await HookAsync(Mutating, Rule("DELETE", "", "configmaps"));

        var (code, status) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(Text(status, "message"), Is.EqualTo($"Internal error occurred: admission webhook \"{Namespace}.example.com\" attempted to modify the object, which is not supported for this operation"));
    }

    [TestCase("IfNeeded", 2)]
    [TestCase("Never", 1)]
    public async Task A_webhook_sees_again_what_later_ones_change_if_it_wants_to(string policy, int times)
    {
        Hooks.Allow(Path + "/a");
        Hooks.Patch(Path + "/b", """[{"op":"add","path":"/data/x","value":"y"}]""");
        await HookAsync(Mutating, more: $",\"reinvocationPolicy\":\"{policy}\"", suffix: "/a");
        await HookAsync(Mutating, suffix: "/b");

        await ConfigMapAsync("c", """{"a":"b"}""");

        Assert.That(Hooks.Requests(Path + "/a"), Has.Length.EqualTo(times));
        Assert.That(Hooks.Requests(Path + "/b"), Has.Length.EqualTo(1));
        if (times == 2) Assert.That(Hooks.Requests(Path + "/a")[1]["object"]!["data"]!["x"]!.ToString(), Is.EqualTo("y"));
    }

    [Test]
    public async Task Built_in_plugins_see_what_webhooks_add()
    {
        Hooks.Patch(Path, """[{"op":"add","path":"/spec/containers/-","value":{"name":"side","image":"busybox"}}]""");
        await HookAsync(Mutating, Rule("CREATE", "", "pods"));

        var pod = await PodAsync("p");

        Assert.That(Text(pod["spec"]!["containers"]![1]!["volumeMounts"]![0]!, "mountPath"), Is.EqualTo("/var/run/secrets/kubernetes.io/serviceaccount"));
    }

    [Test]
    public async Task The_replicas_of_a_scale_can_be_changed()
    {
        Hooks.Patch(Path, """[{"op":"replace","path":"/spec/replicas","value":3}]""");
        var path = $"/apis/apps/v1/namespaces/{Namespace}/deployments";
        await CreateAsync(path, """{"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x"}]}}}}""");
        await HookAsync(Mutating, Rule("UPDATE", "apps", "deployments/scale"));

        var (code, scale) = await MergeAsync($"{path}/d/scale", """{"spec":{"replicas":7}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), scale.ToJsonString());
        Assert.That(Text(scale, "spec.replicas"), Is.EqualTo("3"));
        var request = Hooks.Requests(Path).Single();
        Assert.That(Text(request, "kind.kind"), Is.EqualTo("Scale"));
        Assert.That(Text(request, "resource.resource"), Is.EqualTo("deployments"));
        Assert.That(Text(request, "object.spec.replicas"), Is.EqualTo("7"));
        Assert.That(Text(request, "oldObject.spec.replicas"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Managed_fields_that_a_webhook_breaks_are_put_back()
    {
        Hooks.Patch(Path, """[{"op":"add","path":"/metadata/managedFields/0/operation","value":"Nonsense"}]""");
        await HookAsync(Mutating);

        var created = await ConfigMapAsync("c", """{"a":"b"}""");

        Assert.That(Text(created["metadata"]!["managedFields"]![0]!, "operation"), Is.EqualTo("Update"));
    }

    [Test]
    public async Task An_event_is_shown_in_the_version_that_the_rule_names()
    {
        Hooks.Patch(Path, """[{"op":"add","path":"/note","value":"changed"}]""");
        await HookAsync(Mutating, Rule("CREATE", "events.k8s.io", "events"));

        var created = await CreateAsync($"/api/v1/namespaces/{Namespace}/events", $$"""{"metadata":{"name":"e"},"message":"first","reason":"R","type":"Normal","involvedObject":{"kind":"Pod","namespace":"{{Namespace}}","name":"p"} }""");

        var request = Hooks.Requests(Path).Single();
        Assert.That(Text(request, "kind.group"), Is.EqualTo("events.k8s.io"));
        Assert.That(Text(request, "requestKind.group"), Is.Empty);
        Assert.That(Text(request, "object.note"), Is.EqualTo("first"));
        Assert.That(Text(created, "message"), Is.EqualTo("changed"));
    }

    [Test]
    public async Task A_rule_that_means_one_version_alone_does_not_see_others()
    {
        Hooks.Allow(Path);
        await HookAsync(Mutating, Rule("CREATE", "events.k8s.io", "events"), ",\"matchPolicy\":\"Exact\"");

        await CreateAsync($"/api/v1/namespaces/{Namespace}/events", $$"""{"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","namespace":"{{Namespace}}","name":"p"} }""");

        Assert.That(Hooks.Requests(Path), Is.Empty);
    }

    private static JsonObject Patched(string second) => new()
    {
        ["allowed"] = true,
        ["patchType"] = "JSONPatch",
        ["patch"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($$"""[{"op":"add","path":"/data/second","value":"{{second}}"}]""")),
    };
}
