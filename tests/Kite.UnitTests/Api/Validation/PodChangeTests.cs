using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class PodChangeTests
{
    [TestCase("""{"requests":{"cpu":"2","memory":"1Gi"}}""", null)]
    [TestCase("""{"requests":{"cpu":"2"}}""", "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed")]
    [TestCase("""{}""", "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing")]
    [TestCase("""{"requests":{"cpu":"1","memory":"1Gi","ephemeral-storage":"1Gi"}}""", "spec: Forbidden: only cpu and memory resources are mutable\n+ \tcontainers[0].resources.requests.ephemeral-storage: \"1Gi\",\n")]
    public void A_resize_changes_cpu_and_memory_within_the_quality_class(string resources, string? problem)
    {
        var problems = ApiFixture.ChangeProblems("Pod", Pod(), value => value["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse(resources), "resize");
        if (problem is null) Assert.That(problems, Is.Empty);
        else Assert.That(problems, Does.Contain(problem));
    }

    [TestCase("""{"limits":{"cpu":"3"},"requests":{"cpu":"2"}}""", null)]
    [TestCase("null", "spec.resources: Forbidden: pod-level resources cannot be removed")]
    [TestCase("""{"requests":{"cpu":"2"}}""", "spec.resources.limits: Forbidden: pod-level resource limits cannot be removed")]
    public void A_resize_changes_what_a_pod_has_as_a_whole(string resources, string? problem)
    {
        var pod = Pod();
        pod["spec"]!["resources"] = JsonNode.Parse("""{"limits":{"cpu":"2"},"requests":{"cpu":"2"}}""");
        var problems = ApiFixture.ChangeProblems("Pod", pod, value => value["spec"]!["resources"] = JsonNode.Parse(resources), "resize");
        if (problem is null) Assert.That(problems, Is.Empty);
        else Assert.That(problems, Does.Contain(problem));
        if (problem is null) Assert.That((string?)ApiFixture.Changed("Pod", pod, value => value["spec"]!["resources"] = JsonNode.Parse(resources), "resize")["spec"]!["resources"]!["limits"]!["cpu"], Is.EqualTo("3"));
    }

    [Test]
    public void A_resize_gives_a_pod_something_as_a_whole_that_had_nothing() => Assert.That(
        ApiFixture.ChangeProblems("Pod", Pod(), value => value["spec"]!["resources"] = JsonNode.Parse("""{"limits":{"memory":"8Gi"},"requests":{"memory":"4Gi"}}"""), "resize"), Is.Empty);

    [Test]
    public void An_init_container_that_can_not_begin_anew_is_not_resized_by_a_restart()
    {
        var pod = Pod();
        pod["spec"]!["initContainers"] = JsonNode.Parse("""[{"name":"i","image":"i","imagePullPolicy":"Always","terminationMessagePath":"/t","terminationMessagePolicy":"File","resources":{"requests":{"cpu":"1"}},"resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}]""");
        Assert.That(
            ApiFixture.ChangeProblems("Pod", pod, value => value["spec"]!["initContainers"]![0]!["resources"]!["requests"]!["cpu"] = "2", "resize"),
            Does.Contain("spec.initContainers[0]: Forbidden: non-sidecar init containers with a resize policy of RestartContainer cannot be resized"));
    }

    [Test]
    public void A_resize_is_ignorant_of_the_rest_of_the_spec_and_counts_the_generation()
    {
        var changed = ApiFixture.Changed("Pod", Pod(), value =>
        {
            value["spec"]!["containers"]![0]!["image"] = "other";
            value["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"] = "3";
        }, "resize");
        Assert.That((string?)changed["spec"]!["containers"]![0]!["image"], Is.EqualTo("i"));
        Assert.That((string?)changed["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"], Is.EqualTo("3"));
        Assert.That((long?)changed["metadata"]!["generation"], Is.EqualTo(2));
    }

    [Test]
    public void A_node_that_does_not_report_resources_cannot_resize()
    {
        var pod = Pod();
        pod["status"]!["containerStatuses"] = JsonNode.Parse("""[{"name":"c","state":{"running":{}}}]""");
        Assert.That(
            ApiFixture.ChangeProblems("Pod", pod, value => value["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"] = "3", "resize"),
            Is.EqualTo(["spec: Forbidden: Pod running on node without support for resize"]));
    }

    [Test]
    public void The_message_about_a_change_that_is_not_allowed_says_what_it_was() => Assert.That(
        ApiFixture.ChangeProblems("Pod", Pod(), value => value["spec"]!["hostname"] = "h").Single(),
        Does.StartWith("spec: Forbidden: pod updates may not change fields other than ").And.EndWith("\n+ \thostname: \"h\",\n"));

    [Test]
    public void A_gated_pod_is_narrowed_down_only()
    {
        var pod = Pod();
        pod["spec"]!["schedulingGates"] = JsonNode.Parse("""[{"name":"g"}]""");
        pod["spec"]!["nodeSelector"] = JsonNode.Parse("""{"a":"b"}""");
        Assert.That(ApiFixture.ChangeProblems("Pod", pod, value => value["spec"]!["nodeSelector"]!["c"] = "d"), Is.Empty);
        Assert.That(
            ApiFixture.ChangeProblems("Pod", pod, value => value["spec"]!["nodeSelector"]!["a"] = "c"),
            Is.EqualTo(["spec.nodeSelector: Invalid value: {\"a\":\"c\"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)"]));
    }

    [TestCase("""{"qosClass":"Guaranteed"}""", "status.qosClass: Invalid value: \"Guaranteed\": field is immutable")]
    [TestCase("""{"podIPs":[{"ip":"1.2.3.4"},{"ip":"1.2.3.5"}]}""", "status.podIPs: Invalid value: [{\"ip\":\"1.2.3.4\"},{\"ip\":\"1.2.3.5\"}]: may specify no more than one IP for each IP family")]
    [TestCase("""{"conditions":[{"type":"a b","status":"True"}]}""", "status.conditions[0].type: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    public void The_status_of_a_pod_makes_sense(string status, string problem) =>
        Assert.That(ApiFixture.ChangeProblems("Pod", Pod(), value => value["status"] = JsonNode.Parse(status), "status"), Is.EqualTo([problem]));

    private static JsonObject Pod() => ApiFixture.Created("Pod", """{"metadata":{"name":"p","namespace":"n"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1","memory":"1Gi"}}}]}}""");
}
