using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

public sealed class ServingTests : CustomResourceTests
{
    private const string Schema = """
        {"type":"object","properties":{
          "spec":{"type":"object","properties":{
            "cronSpec":{"type":"string"},
            "image":{"type":"string","default":"busybox"},
            "replicas":{"type":"integer","minimum":0},
            "ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["port"],"items":{"type":"object","required":["port"],"properties":{"port":{"type":"integer"},"name":{"type":"string"}}}}}},
          "status":{"type":"object","properties":{"replicas":{"type":"integer"},"selector":{"type":"string"},"phase":{"type":"string"}}}}}
        """;

    private const string Subresources = ""","subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}}""";

    [Test]
    public async Task Versions_show_the_same_objects_and_own_their_fields()
    {
        await DefineAsync(Definition(Version("v1", Schema) + "," + Version("v2", Schema, isStorage: false)));
        await CreateAsync(Path("v2"), Body("a", """{"replicas":1}""", "v2"));

        var (_, patched) = await MergeAsync($"{Path("v2")}/a?fieldManager=second", """{"spec":{"replicas":2}}""");
        var stored = await GetAsync($"{CronTabs}/a");

        Assert.That(Text(patched, "apiVersion"), Is.EqualTo($"{Group}/v2"));
        Assert.That(Text(patched, "metadata.generation"), Is.EqualTo("2"));
        Assert.That(Text(stored, "apiVersion"), Is.EqualTo($"{Group}/v1"));
        Assert.That(Text(stored, "spec.replicas"), Is.EqualTo("2"));
        Assert.That(Text(stored, "metadata.resourceVersion"), Is.EqualTo(Text(patched, "metadata.resourceVersion")));
        Assert.That(stored["metadata"]!["managedFields"]!.AsArray().Single(entry => (string?)entry!["manager"] == "second")!["apiVersion"]!.ToString(), Is.EqualTo($"{Group}/v2"));
        var list = await GetAsync(Path("v2"));
        Assert.That(list["items"]![0]!.ToJsonString(), Is.EqualTo(patched.ToJsonString()));
        using var watch = await WatchStream.OpenAsync($"{Path("v2")}?watch=1");
        Assert.That((await watch.NextAsync())!["object"]!.ToJsonString(), Is.EqualTo(patched.ToJsonString()));
    }

    [Test]
    public async Task Status_and_object_are_written_apart()
    {
        await DefineAsync(Definition(Version("v1", Schema, more: Subresources)));
        var created = await CreateAsync(CronTabs, Body("a", """{"replicas":1}""").Replace("\"spec\"", "\"status\":{\"phase\":\"no\"},\"spec\"", StringComparison.Ordinal));
        Assert.That(created["status"], Is.Null);

        var (_, status) = await MergeAsync($"{CronTabs}/a/status", """{"spec":{"replicas":9},"status":{"phase":"Running"}}""");
        var (_, after) = await MergeAsync($"{CronTabs}/a", """{"spec":{"replicas":2},"status":{"phase":"no"}}""");

        Assert.That((Text(status, "status.phase"), Text(status, "spec.replicas"), Text(status, "metadata.generation")), Is.EqualTo(("Running", "1", "1")));
        Assert.That((Text(after, "status.phase"), Text(after, "spec.replicas"), Text(after, "metadata.generation")), Is.EqualTo(("Running", "2", "2")));
    }

    [Test]
    public async Task The_scale_reads_and_sets_what_the_definition_points_at()
    {
        await DefineAsync(Definition(Version("v1", Schema, more: Subresources)));
        await CreateAsync(CronTabs, Body("a", """{"replicas":3}"""));
        await MergeAsync($"{CronTabs}/a/status", """{"status":{"replicas":2,"selector":"app=a"}}""");

        var scale = await GetAsync($"{CronTabs}/a/scale");
        scale["spec"]!["replicas"] = 5;
        var (code, updated) = await SendAsync(HttpMethod.Put, $"{CronTabs}/a/scale", scale.ToJsonString());

        Assert.That((Text(scale, "kind"), Text(scale, "apiVersion"), Text(scale, "status.replicas"), Text(scale, "status.selector")), Is.EqualTo(("Scale", "autoscaling/v1", "2", "app=a")));
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), updated.ToJsonString());
        Assert.That(Text(updated, "spec.replicas"), Is.EqualTo("5"));
        Assert.That(Text(await GetAsync($"{CronTabs}/a"), "spec.replicas"), Is.EqualTo("5"));
        await CreateAsync(CronTabs, Body("none"));
        var (missing, failure) = await SendAsync(HttpMethod.Get, $"{CronTabs}/none/scale");
        Assert.That(missing, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(Text(failure, "message"), Is.EqualTo("Internal error occurred: the spec replicas field \".spec.replicas\" does not exist"));
    }

    [Test]
    public async Task Fields_that_the_definition_names_select_in_lists_and_watches()
    {
        await DefineAsync(Definition(Version("v1", Schema, more: ""","selectableFields":[{"jsonPath":".spec.cronSpec"}]""")));
        using var watch = await WatchStream.OpenAsync($"{CronTabs}?watch=1&fieldSelector=spec.cronSpec%3Ddaily");
        await CreateAsync(CronTabs, Body("a", """{"cronSpec":"daily"}"""));
        await CreateAsync(CronTabs, Body("b", """{"cronSpec":"hourly"}"""));
        await MergeAsync($"{CronTabs}/b", """{"spec":{"cronSpec":"daily"}}""");

        var list = await GetAsync($"{CronTabs}?fieldSelector=spec.cronSpec%3Ddaily,metadata.name!%3Da");
        var (code, failure) = await SendAsync(HttpMethod.Get, $"{CronTabs}?fieldSelector=spec.image%3Dx");

        Assert.That(list["items"]!.AsArray().Select(item => Text(item!, "metadata.name")), Is.EqualTo(new[] { "b" }));
        Assert.That(code, Is.EqualTo(HttpStatusCode.BadRequest), failure.ToJsonString());
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED b"));
    }

    [Test]
    public async Task Defaults_come_with_requests_and_from_storage_and_unknown_fields_go()
    {
        var open = Schema.Replace(",\"default\":\"busybox\"", "", StringComparison.Ordinal);
        await DefineAsync(Definition(Version("v1", open)));
        var before = await CreateAsync(CronTabs, Body("before", """{"cronSpec":"x","unknown":1}"""));
        Assert.That((Text(before, "spec.image"), Text(before, "spec.unknown")), Is.EqualTo(("", "")));
        using var watch = await WatchStream.OpenAsync($"{CronTabs}?watch=1&resourceVersion={Text(before, "metadata.resourceVersion")}");

        await MergeAsync($"{Definitions}/{Name}", $$"""{"spec":{"versions":[{{Version("v1", Schema)}}] } }""");

        var defaulted = await WaitAsync($"{CronTabs}/before", found => Text(found, "spec.image") == "busybox");
        Assert.That(Text(defaulted, "metadata.resourceVersion"), Is.EqualTo(Text(before, "metadata.resourceVersion")));
        Assert.That(Text((await GetAsync(CronTabs))["items"]![0]!, "spec.image"), Is.EqualTo("busybox"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("end"), "a changed definition ends watches");
        var after = await CreateAsync(CronTabs, Body("after"));
        Assert.That(Text(after, "spec.image"), Is.EqualTo("busybox"));

        await MergeAsync($"{Definitions}/{Name}", $$"""{"spec":{"versions":[{{Version("v1", open)}}] } }""");

        await WaitAsync($"{CronTabs}/before", found => Text(found, "spec.image").Length == 0);
        Assert.That(Text(await GetAsync($"{CronTabs}/after"), "spec.image"), Is.EqualTo("busybox"));
    }

    [Test]
    public async Task A_new_storage_version_takes_objects_over_when_they_are_written()
    {
        await DefineAsync(Definition(Version("v1") + "," + Version("v2", isStorage: false)));
        var first = await CreateAsync(CronTabs, Body("a", """{"x":1}"""));
        await MergeAsync($"{Definitions}/{Name}", $$"""{"spec":{"versions":[{{Version("v1", isStorage: false)}},{{Version("v2")}}] } }""");
        await WaitAsync($"{Definitions}/{Name}", found => found["status"]!["storedVersions"]?.AsArray().Count == 2);

        // Nothing changes but how it is stored.
        var (_, second) = await SendAsync(HttpMethod.Put, $"{CronTabs}/a", (await GetAsync($"{CronTabs}/a")).ToJsonString());
        var (_, third) = await SendAsync(HttpMethod.Put, $"{CronTabs}/a", second.ToJsonString());

        Assert.That(Text(second, "metadata.resourceVersion"), Is.Not.EqualTo(Text(first, "metadata.resourceVersion")));
        Assert.That(Text(third, "metadata.resourceVersion"), Is.EqualTo(Text(second, "metadata.resourceVersion")));
        Assert.That(Text(third, "metadata.generation"), Is.EqualTo("1"));
        Assert.That(Text(await GetAsync($"{Path("v2")}/a"), "spec.x"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Applied_configurations_own_their_fields()
    {
        await DefineAsync(Definition(Version("v1", Schema)));
        var (code, created) = await ApplyAsync("a", """{"replicas":1,"ports":[{"port":80,"name":"web"}]}""", "one");
        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), created.ToJsonString());
        Assert.That(Text(created, "spec.image"), Is.EqualTo("busybox"));
        var owned = created["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString();
        Assert.That(owned, Does.Contain("k:{\\u0022port\\u0022:80}").Or.Contain("k:{\\\"port\\\":80}"));
        Assert.That(owned, Does.Not.Contain("f:image"));

        var (conflict, failure) = await ApplyAsync("a", """{"replicas":2}""", "two");
        var (added, both) = await ApplyAsync("a", """{"ports":[{"port":443}]}""", "two");
        var (unknown, refused) = await ApplyAsync("a", """{"replica":2}""", "three");

        Assert.That(conflict, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Text(failure, "message"), Does.Contain("conflict with \"one\": .spec.replicas"));
        Assert.That(added, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(both["spec"]!["ports"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(unknown, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(Text(refused, "message"), Does.EndWith(".spec.replica: field not declared in schema"));
    }

    [Test]
    public async Task Patches_dry_runs_generated_names_and_deletions_of_collections_work_as_for_built_in_kinds()
    {
        await DefineAsync(Definition(Version("v1", Schema)));
        var generated = await CreateAsync(CronTabs, Body("x").Replace("\"name\":\"x\"", "\"generateName\":\"gen-\",\"labels\":{\"a\":\"b\"}", StringComparison.Ordinal));
        await CreateAsync(CronTabs, Body("kept"));
        await CreateAsync($"{CronTabs}?dryRun=All", Body("dry"));

        var name = Text(generated, "metadata.name");
        var (code, patched) = await SendAsync(HttpMethod.Patch, $"{CronTabs}/{name}", """[{"op":"test","path":"/spec/image","value":"busybox"},{"op":"add","path":"/spec/replicas","value":4}]""", "application/json-patch+json");
        var (strategic, failure) = await SendAsync(HttpMethod.Patch, $"{CronTabs}/{name}", "{}", "application/strategic-merge-patch+json");
        var (unconditional, noVersion) = await SendAsync(HttpMethod.Put, $"{CronTabs}/kept", Body("kept"));
        await DeleteAsync($"{CronTabs}?labelSelector=a%3Db");

        Assert.That(name, Does.StartWith("gen-"));
        Assert.That((code, Text(patched, "spec.replicas")), Is.EqualTo((HttpStatusCode.OK, "4")));
        Assert.That(strategic, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(Text(failure, "message"), Is.EqualTo("the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"));
        Assert.That(unconditional, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(noVersion, "message"), Does.Contain("metadata.resourceVersion: Invalid value").And.Contain("must be specified for an update"));
        Assert.That((await GetAsync(CronTabs))["items"]!.AsArray().Select(item => Text(item!, "metadata.name")), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public async Task Bodies_are_checked_as_strictly_as_asked_for()
    {
        await DefineAsync(Definition(Version("v1", Schema)));

        var (strict, failure) = await SendAsync(HttpMethod.Post, $"{CronTabs}?fieldValidation=Strict", Body("a", """{"unknown":1}"""));
        var (invalid, causes) = await SendAsync(HttpMethod.Post, CronTabs, Body("a", """{"replicas":-1}"""));
        var (mismatch, other) = await SendAsync(HttpMethod.Post, CronTabs, Body("a", version: "v2"));
        using var request = new HttpRequestMessage(HttpMethod.Post, CronTabs) { Content = new StringContent(Body("a", """{"unknown":1}"""), null, "application/json") };
        using var warned = await Http.SendAsync(request);

        Assert.That(strict, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(Text(failure, "message"), Does.Contain("strict decoding error: unknown field \"spec.unknown\""));
        Assert.That(invalid, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(causes, "message"), Is.EqualTo($"CronTab.{Group} \"a\" is invalid: spec.replicas: Invalid value: -1: spec.replicas in body should be greater than or equal to 0"));
        Assert.That(mismatch, Is.EqualTo(HttpStatusCode.BadRequest), other.ToJsonString());
        Assert.That(warned.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(warned.Headers.GetValues("Warning"), Is.EqualTo(new[] { "299 - \"unknown field \\\"spec.unknown\\\"\"" }));
    }

    [Test]
    public async Task Uses_of_a_deprecated_version_are_warned_of()
    {
        await DefineAsync(Definition(Version("v1") + "," + Version("v1beta1", isStorage: false, more: ""","deprecated":true""")));

        using var answer = await Http.GetAsync(new Uri(Path("v1beta1"), UriKind.Relative));

        Assert.That(answer.Headers.GetValues("Warning"), Is.EqualTo(new[] { $"299 - \"{Group}/v1beta1 CronTab is deprecated; use {Group}/v1 CronTab\"" }));
    }

    [Test]
    public async Task Quotas_count_custom_objects()
    {
        await DefineAsync(Definition(Version("v1")));
        await CreateAsync($"/api/v1/namespaces/{Namespace}/resourcequotas", $$"""{"metadata":{"name":"q"},"spec":{"hard":{"count/{{Name}}":"1"} } }""");
        await WaitAsync($"/api/v1/namespaces/{Namespace}/resourcequotas/q", found => Text(found, "status").Contains(Name, StringComparison.Ordinal));
        await CreateAsync(CronTabs, Body("a"));

        var (code, refused) = await SendAsync(HttpMethod.Post, CronTabs, Body("b"));

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(refused, "message"), Does.Contain($"exceeded quota: q, requested: count/{Name}=1, used: count/{Name}=1, limited: count/{Name}=1"));
    }

    private Task<(HttpStatusCode Code, JsonNode Body)> ApplyAsync(string name, string spec, string manager) =>
        SendAsync(HttpMethod.Patch, $"{CronTabs}/{name}?fieldManager={manager}", Body(name, spec), "application/apply-patch+yaml");
}
