using System.Net;

namespace Kite.IntegrationTests.ApiServer;

public sealed class PatchTests : ApiTests
{
    [Test]
    public async Task A_merge_patch_changes_and_removes_fields()
    {
        await ConfigMapAsync("a", """{"keep":"1","drop":"1"}""");

        var (code, patched) = await MergeAsync($"{ConfigMaps}/a", """{"data":{"drop":null,"new":"2"}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(patched["data"]!.ToJsonString(), Is.EqualTo("""{"keep":"1","new":"2"}"""));
    }

    [Test]
    public async Task A_json_patch_whose_test_fails_changes_nothing()
    {
        await ConfigMapAsync("a", """{"k":"1"}""");

        var (code, _) = await SendAsync(
            HttpMethod.Patch,
            $"{ConfigMaps}/a",
            """[{"op":"test","path":"/data/k","value":"x"},{"op":"replace","path":"/data/k","value":"2"}]""",
            "application/json-patch+json");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(await GetAsync($"{ConfigMaps}/a"), "data.k"), Is.EqualTo("1"));
    }

    [Test]
    public async Task A_strategic_merge_patch_merges_containers_by_name()
    {
        await PodAsync("p");

        var (code, patched) = await SendAsync(
            HttpMethod.Patch,
            $"{Pods}/p",
            """{"spec":{"containers":[{"name":"main","image":"busybox:2"}]}}""",
            "application/strategic-merge-patch+json");

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), patched.ToJsonString());
        Assert.That(patched["spec"]!["containers"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(Text(patched["spec"]!["containers"]![0]!, "image"), Is.EqualTo("busybox:2"));
    }

    [TestCase("application/merge-patch+json", """{"metadata":{"labels":"x"}}""", "", "json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string")]
    [TestCase("application/json-patch+json", """[{"op":"add","path":"/immutable","value":1}]""", "", "json: cannot unmarshal number into Go struct field ConfigMap.immutable of type bool")]
    [TestCase("application/strategic-merge-patch+json", """{"metadata":{"labels":"x"}}""", "\"map[metadata:map[labels:x]]\": ", "cannot restore map from string")]
    [TestCase("application/strategic-merge-patch+json", """{"metadata":{"finalizers":{"a":1}}}""", "\"map[metadata:map[finalizers:map[a:1]]]\": ", "cannot restore slice from map")]
    [TestCase("application/strategic-merge-patch+json", """{"immutable":[]}""", "\"map[immutable:[]]\": ", "cannot convert []interface {} to bool")]
    [TestCase("application/strategic-merge-patch+json", """{"bar":1,"data":{"a":"1","a":"2"}}""", "", "strict decoding error: duplicate field \"data.a\", unknown field \"bar\"")]
    [TestCase("application/merge-patch+json", """{"data":{"a":"1","a":"2"}}""", "", "strict decoding error: duplicate field \"data.a\"")]
    public async Task A_patch_that_makes_of_an_object_what_it_cannot_be_is_invalid(string type, string patch, string shown, string why)
    {
        await ConfigMapAsync("a");

        var (code, status) = await SendAsync(HttpMethod.Patch, $"{ConfigMaps}/a?fieldValidation=Strict", patch, type);

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.StartWith(" \"\" is invalid: patch: Invalid value: " + shown).And.EndsWith(": " + why));
        Assert.That(status["details"]!["causes"]![0]!["field"]!.ToString(), Is.EqualTo("patch"));
    }

    [Test]
    public async Task What_a_patch_says_twice_is_warned_of()
    {
        await ConfigMapAsync("a");

        using var patch = new StringContent("""{"data":{"a":"1","a":"2"}}""", null, "application/merge-patch+json");
        using var response = await Http.PatchAsync($"{ConfigMaps}/a", patch);

        Assert.That(response.Headers.Warning.Select(warning => warning.Text), Is.EqualTo(["\"duplicate field \\\"data.a\\\"\""]));
    }

    [Test]
    public async Task Applying_to_an_object_that_is_gone_by_its_uid_creates_no_other()
    {
        var (conflict, status) = await SendAsync(
            HttpMethod.Patch,
            $"{ConfigMaps}/a?fieldManager=one",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"11111111-2222-3333-4444-555555555555"}}""",
            "application/apply-patch+yaml");

        Assert.That(conflict, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Text(status, "message"), Does.Contain("uid mismatch"));
    }

    [Test]
    public async Task Applying_creates_then_conflicts_with_another_manager_unless_forced()
    {
        const string Apply = "application/apply-patch+yaml";
        var one = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"1"}}""";
        var two = one.Replace("\"1\"", "\"2\"", StringComparison.Ordinal);

        var (created, _) = await SendAsync(HttpMethod.Patch, $"{ConfigMaps}/a?fieldManager=one", one, Apply);
        var (conflict, status) = await SendAsync(HttpMethod.Patch, $"{ConfigMaps}/a?fieldManager=two", two, Apply);
        var (forced, applied) = await SendAsync(HttpMethod.Patch, $"{ConfigMaps}/a?fieldManager=two&force=true", two, Apply);

        Assert.That(created, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(conflict, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Text(status, "message"), Does.Contain("\"one\"").And.Contain(".data.k"));
        Assert.That(forced, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Text(applied, "data.k"), Is.EqualTo("2"));
    }

    [Test]
    public async Task Concurrent_patches_are_all_kept()
    {
        await ConfigMapAsync("a");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => MergeAsync($"{ConfigMaps}/a", $$"""{"data":{"k{{i}}":"v"} }""")));

        var succeeded = answers.Count(answer => answer.Code == HttpStatusCode.OK);
        Assert.That((await GetAsync($"{ConfigMaps}/a"))["data"]!.AsObject(), Has.Count.EqualTo(succeeded));
        Assert.That(succeeded, Is.Positive);
    }

    [Test]
    public async Task Scaling_changes_the_replicas_and_the_generation()
    {
        await CreateAsync(
            $"/apis/apps/v1/namespaces/{Namespace}/deployments",
            """{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        var path = $"/apis/apps/v1/namespaces/{Namespace}/deployments/d";

        var (code, scale) = await MergeAsync($"{path}/scale", """{"spec":{"replicas":3}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), scale.ToJsonString());
        Assert.That(Text(scale, "kind"), Is.EqualTo("Scale"));
        Assert.That(Text(scale, "status.selector"), Is.EqualTo("a=b"));
        var deployment = await GetAsync(path);
        Assert.That(Text(deployment, "spec.replicas"), Is.EqualTo("3"));
        Assert.That(Text(deployment, "metadata.generation"), Is.EqualTo("2"));
    }
}
