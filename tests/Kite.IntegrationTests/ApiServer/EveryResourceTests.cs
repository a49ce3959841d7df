using System.Net;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.IntegrationTests.ApiServer;

public sealed class EveryResourceTests : ApiTests
{
    private static IEnumerable<string> Paths() =>
        ResourceCatalogue.Load().Resources.Where(definition => definition.Verbs.Contains("list")).Select(definition => definition.Resource.Path());

    private static IEnumerable<string> Kinds() => ResourceCatalogue.Load().Resources.Where(definition => definition.Verbs.Contains("create") && definition.IsStored).Select(definition => definition.Type.Name);

    private static IEnumerable<string> KindsWithStatus() => ResourceCatalogue.Load().Resources.Where(definition => definition.IsStored && definition.HasStatus).Select(definition => definition.Type.Name);

    private static JsonNode Labelled(JsonNode value)
    {
        var metadata = value["metadata"]!.AsObject();
        if (metadata["labels"] is not { } labels) metadata["labels"] = labels = new JsonObject();
        labels["updated"] = "yes";
        return value;
    }

    [TestCaseSource(nameof(Paths))]
    public async Task Every_resource_that_discovery_names_can_be_listed(string path)
    {
        var (code, list) = await SendAsync(HttpMethod.Get, path);

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), list.ToJsonString());
        Assert.That(Text(list, "kind"), Does.EndWith("List"));
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task Every_kind_lives_through_all_verbs(string type)
    {
        var definition = ResourceCatalogue.Load().Resources.First(found => found.Type.Name == type);
        var name = MinimalObjects.Names.GetValueOrDefault(type, $"every-{Namespace}");
        var path = definition.Resource.IsNamespaced ? definition.Resource.Path(Namespace) : definition.Resource.Path();
        var fields = MinimalObjects.FieldsIn(Namespace, type);

        var created = await CreateAsync(path, $$"""{"metadata":{"name":"{{name}}"}{{fields}}}""");
        var item = $"{path}/{name}";
        var (updateCode, updated) = await LabelAsync(item, "");
        var (patchCode, patched) = await MergeAsync(item, """{"metadata":{"annotations":{"patched":"yes"}}}""");
        var list = await GetAsync($"{path}?fieldSelector=metadata.name={name}");
        var (deleteCode, deleted) = await SendAsync(HttpMethod.Delete, item);

        Assert.That(Text(created, "kind"), Is.EqualTo(definition.Resource.Kind));
        Assert.That(Text(created, "apiVersion"), Is.EqualTo(definition.Resource.ApiVersion));
        Assert.That(updateCode, Is.EqualTo(HttpStatusCode.OK), updated.ToJsonString());
        Assert.That(Text(updated, "metadata.labels.updated"), Is.EqualTo("yes"));
        Assert.That(patchCode, Is.EqualTo(HttpStatusCode.OK), patched.ToJsonString());
        Assert.That(Text(patched, "metadata.annotations.patched"), Is.EqualTo("yes"));
        Assert.That(list["items"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(deleteCode, Is.EqualTo(HttpStatusCode.OK), deleted.ToJsonString());
    }

    [TestCaseSource(nameof(KindsWithStatus))]
    public async Task Every_status_is_written_by_its_own_path_alone(string type)
    {
        var definition = ResourceCatalogue.Load().Resources.First(found => found.Type.Name == type);
        var name = MinimalObjects.Names.GetValueOrDefault(type, $"status-{Namespace}");
        var path = definition.Resource.IsNamespaced ? definition.Resource.Path(Namespace) : definition.Resource.Path();
        var fields = MinimalObjects.FieldsIn(Namespace, type);
        var created = await CreateAsync(path, $$"""{"metadata":{"name":"{{name}}"}{{fields}}}""");

        var (code, written) = await LabelAsync($"{path}/{name}", "/status");
        await SendAsync(HttpMethod.Delete, $"{path}/{name}");

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), written.ToJsonString());
        Assert.That(Text(written, "metadata.generation"), Is.EqualTo(Text(created, "metadata.generation")));
        Assert.That(JsonNode.DeepEquals(written["spec"], created["spec"]), Is.True, written.ToJsonString());
    }

    /// <summary>Updates what was read, again where a controller of the server was faster, as any client would.</summary>
    private static async Task<(HttpStatusCode Code, JsonNode Body)> LabelAsync(string path, string subresource)
    {
        while (true)
        {
            var answer = await SendAsync(HttpMethod.Put, path + subresource, Labelled(await GetAsync(path)).ToJsonString());
            if (answer.Code != HttpStatusCode.Conflict) return answer;
        }
    }

    [Test]
    public async Task Both_versions_of_an_autoscaler_are_one_object()
    {
        await CreateAsync(
            $"/apis/autoscaling/v1/namespaces/{Namespace}/horizontalpodautoscalers",
            """{"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":3,"targetCPUUtilizationPercentage":50}}""");

        var newer = await GetAsync($"/apis/autoscaling/v2/namespaces/{Namespace}/horizontalpodautoscalers/h");
        var (code, patched) = await MergeAsync($"/apis/autoscaling/v2/namespaces/{Namespace}/horizontalpodautoscalers/h", """{"spec":{"behavior":{"scaleDown":{"selectPolicy":"Disabled"}}}}""");
        var older = await GetAsync($"/apis/autoscaling/v1/namespaces/{Namespace}/horizontalpodautoscalers/h");

        Assert.That((int?)newer["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"], Is.EqualTo(50));
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), patched.ToJsonString());
        Assert.That((int?)older["spec"]!["targetCPUUtilizationPercentage"], Is.EqualTo(50));
        Assert.That(older["metadata"]!["annotations"]!["autoscaling.alpha.kubernetes.io/behavior"]!.ToString(), Does.Contain("Disabled"));
    }

    [Test]
    public async Task A_job_with_a_generated_name_labels_its_pods_with_it()
    {
        var job = await CreateAsync($"/apis/batch/v1/namespaces/{Namespace}/jobs", $$"""{"metadata":{"generateName":"j-"},{{MinimalObjects.Fields["batch/v1.Job"]}}}""");

        Assert.That(Text(job, "metadata.name"), Does.Match("^j-[a-z0-9]{5}$"));
        Assert.That(job["spec"]!["template"]!["metadata"]!["labels"]!["job-name"]!.ToString(), Is.EqualTo(Text(job, "metadata.name")));
        Assert.That(job["spec"]!["selector"]!["matchLabels"]!["batch.kubernetes.io/controller-uid"]!.ToString(), Is.EqualTo(Text(job, "metadata.uid")));
    }

    [TestCase("/api/v1/namespaces/NS/endpoints", "299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"")]
    [TestCase("/api/v1/componentstatuses", "299 - \"v1 ComponentStatus is deprecated in v1.19+\"")]
    public async Task Users_of_what_is_to_go_are_warned(string path, string warning)
    {
        using var response = await Http.GetAsync(path.Replace("NS", Namespace, StringComparison.Ordinal));
        Assert.That(response.Headers.GetValues("Warning"), Is.EqualTo([warning]));
    }

    [Test]
    public async Task A_writer_is_warned_of_what_the_object_is_not_refused_for()
    {
        using var content = new StringContent("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"A"},{"name":"A"}]}]}}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await Http.PostAsync(Pods, content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(response.Headers.GetValues("Warning"), Is.EqualTo(["299 - \"spec.containers[0].env[1]: hides previous definition of \\\"A\\\", which may be dropped when using apply\""]));
    }

    [Test]
    public async Task An_event_is_served_in_both_of_its_groups()
    {
        await CreateAsync(
            $"/apis/events.k8s.io/v1/namespaces/{Namespace}/events",
            """{"metadata":{"name":"e"},"eventTime":"2026-01-02T03:04:05.000006Z","reportingController":"c","reportingInstance":"i","action":"a","reason":"r","type":"Normal","note":"n","regarding":{"kind":"Pod","namespace":"NS","name":"p"}}""".Replace("NS", Namespace, StringComparison.Ordinal));

        var core = await GetAsync($"/api/v1/namespaces/{Namespace}/events/e");
        var events = await GetAsync($"/apis/events.k8s.io/v1/namespaces/{Namespace}/events/e");

        Assert.That(Text(core, "message"), Is.EqualTo("n"));
        Assert.That(Text(core, "involvedObject.name"), Is.EqualTo("p"));
        Assert.That(Text(events, "note"), Is.EqualTo("n"));
        Assert.That(Text(events, "apiVersion"), Is.EqualTo("events.k8s.io/v1"));
    }

    [Test]
    public async Task Yaml_is_read_and_written()
    {
        var (code, created) = await SendAsync(HttpMethod.Post, ConfigMaps, "metadata:\n  name: why\ndata:\n  k: v\n", "application/yaml");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ConfigMaps}/why");
        request.Headers.Accept.ParseAdd("application/yaml");

        using var response = await Http.SendAsync(request);

        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), created.ToJsonString());
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/yaml"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("  k: v"));
    }
}
