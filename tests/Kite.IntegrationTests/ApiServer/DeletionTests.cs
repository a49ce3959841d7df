using System.Net;

namespace Kite.IntegrationTests.ApiServer;

public sealed class DeletionTests : ApiTests
{
    [Test]
    public async Task A_deleted_object_is_gone_and_the_answer_says_what_it_was()
    {
        var created = await ConfigMapAsync("a");

        var (code, status) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a");

        Assert.That(code, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Text(status, "status"), Is.EqualTo("Success"));
        Assert.That(Text(status, "details.uid"), Is.EqualTo(Text(created, "metadata.uid")));
        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/a")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_finalizer_keeps_the_object_until_it_is_removed()
    {
        await ConfigMapAsync("a", metadata: ",\"finalizers\":[\"example.com/hold\"]");

        var (_, marked) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a");
        Assert.That(Text(marked, "metadata.deletionTimestamp"), Is.Not.Empty);
        await MergeAsync($"{ConfigMaps}/a", """{"metadata":{"finalizers":null}}""");

        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/a")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_bound_pod_is_given_its_time_and_goes_when_its_node_says_so()
    {
        await PodAsync("p", ",\"nodeName\":\"n1\",\"terminationGracePeriodSeconds\":7");

        var (_, marked) = await SendAsync(HttpMethod.Delete, $"{Pods}/p");
        Assert.That(Text(marked, "metadata.deletionGracePeriodSeconds"), Is.EqualTo("7"));
        Assert.That((await SendAsync(HttpMethod.Get, $"{Pods}/p")).Code, Is.EqualTo(HttpStatusCode.OK));

        await SendAsync(HttpMethod.Delete, $"{Pods}/p", """{"gracePeriodSeconds":0}""");
        Assert.That((await SendAsync(HttpMethod.Get, $"{Pods}/p")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_pod_that_no_node_runs_goes_at_once()
    {
        await PodAsync("p");

        await SendAsync(HttpMethod.Delete, $"{Pods}/p");

        Assert.That((await SendAsync(HttpMethod.Get, $"{Pods}/p")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_precondition_that_does_not_hold_conflicts()
    {
        await ConfigMapAsync("a");

        var (code, status) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a", """{"preconditions":{"uid":"other"}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Text(status, "message"), Does.Contain("the UID in the precondition (other) does not match the UID in record ("));
    }

    [TestCase("""{"kind":"DeleteOptions","apiVersion":"apps/v1"}""")]
    [TestCase("""{"kind":"DeleteOptions","apiVersion":"meta.k8s.io/v1","unknown":1}""")]
    [TestCase("""{"ignoreStoreReadErrorWithClusterBreakingPotential":true,"gracePeriodSeconds":3}""")]
    public async Task Options_of_any_version_are_understood(string body)
    {
        await ConfigMapAsync("a");

        Assert.That((await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a", body)).Code, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/a")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("?dryRun=All", null)]
    [TestCase("", """{"dryRun":["All"]}""")]
    public async Task A_dry_run_deletes_nothing(string query, string? body)
    {
        await ConfigMapAsync("a");

        Assert.That((await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a{query}", body)).Code, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await SendAsync(HttpMethod.Delete, $"{ConfigMaps}{query}", body)).Code, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/a")).Code, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_negative_grace_period_is_a_second()
    {
        await PodAsync("p", ",\"nodeName\":\"n1\"");

        var (_, marked) = await SendAsync(HttpMethod.Delete, $"{Pods}/p", """{"gracePeriodSeconds":-5}""");

        Assert.That(Text(marked, "metadata.deletionGracePeriodSeconds"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Who_asks_not_to_orphan_is_told_that_the_deletion_goes_on()
    {
        await PodAsync("p", ",\"nodeName\":\"n1\"");

        Assert.That((await SendAsync(HttpMethod.Delete, $"{Pods}/p", """{"orphanDependents":false}""")).Code, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task A_collection_is_deleted_up_to_a_limit()
    {
        foreach (var name in new[] { "a", "b", "c" }) await ConfigMapAsync(name);

        var (_, deleted) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}?limit=2");

        Assert.That(deleted["items"]!.AsArray().Select(item => Text(item!, "metadata.name")), Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/c")).Code, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Dependents_of_a_replication_controller_stay_unless_the_deletion_says_otherwise()
    {
        var path = $"/api/v1/namespaces/{Namespace}/replicationcontrollers";
        foreach (var name in new[] { "a", "b" })
            await CreateAsync(path, $$"""{"metadata":{"name":"{{name}}"},"spec":{"replicas":0,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"} },"spec":{"containers":[{"name":"c","image":"x"}]} } } }""");

        var (_, orphaning) = await SendAsync(HttpMethod.Delete, $"{path}/a");
        await SendAsync(HttpMethod.Delete, $"{path}/b", """{"propagationPolicy":"Background"}""");

        Assert.That(orphaning["metadata"]!["finalizers"]!.ToJsonString(), Is.EqualTo("""["orphan"]"""));
        Assert.That((await SendAsync(HttpMethod.Get, $"{path}/b")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Foreground_deletion_leaves_the_object_to_the_garbage_collector()
    {
        await ConfigMapAsync("a");

        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a", """{"propagationPolicy":"Foreground"}""");

        Assert.That((await GetAsync($"{ConfigMaps}/a"))["metadata"]!["finalizers"]!.ToJsonString(), Is.EqualTo("""["foregroundDeletion"]"""));
    }

    [Test]
    public async Task A_collection_is_deleted_by_selector()
    {
        await ConfigMapAsync("a", metadata: ",\"labels\":{\"app\":\"x\"}");
        await ConfigMapAsync("b");

        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}?labelSelector=app%3Dx");

        Assert.That((await GetAsync(ConfigMaps))["items"]!.AsArray().Select(item => Text(item!, "metadata.name")), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public async Task A_namespace_waits_for_its_finalizer_and_takes_nothing_new()
    {
        var path = $"/api/v1/namespaces/{Namespace}";
        var (_, marked) = await SendAsync(HttpMethod.Delete, path);
        Assert.That(Text(marked, "status.phase"), Is.EqualTo("Terminating"));

        var (code, status) = await SendAsync(HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"late"}}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status["details"]!["causes"]![0]!, "reason"), Is.EqualTo("NamespaceTerminating"));

        marked["spec"]!.AsObject().Remove("finalizers");
        await SendAsync(HttpMethod.Put, $"{path}/finalize", marked.ToJsonString());
        Assert.That((await SendAsync(HttpMethod.Get, path)).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_default_namespace_can_not_be_deleted()
    {
        var (code, _) = await SendAsync(HttpMethod.Delete, "/api/v1/namespaces/default");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
