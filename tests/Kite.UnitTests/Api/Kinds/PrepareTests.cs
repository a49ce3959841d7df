using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Kinds;

internal sealed class PrepareTests
{
    private const string Deployment = """{"metadata":{"name":"d","namespace":"n","generation":7,"resourceVersion":"1"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}},"status":{"replicas":3}}""";

    [Test]
    public void Creation_starts_the_generation_and_empties_the_status()
    {
        var created = ApiFixture.Created("Deployment", Deployment);
        Assert.That((long?)created["metadata"]!["generation"], Is.EqualTo(1));
        Assert.That(created["status"]!.ToJsonString(), Is.EqualTo("{}"));
    }

    [TestCase("ReplicaSet", """{"replicas":0}""")]
    [TestCase("Service", """{"loadBalancer":{}}""")]
    [TestCase("VolumeAttachment", """{"attached":false}""")]
    public void A_new_status_has_what_clients_rely_on(string kind, string expected) =>
        Assert.That(ApiFixture.Created(kind, """{"metadata":{"name":"d","namespace":"n"},"spec":{}}""")["status"]!.ToJsonString(), Is.EqualTo(expected));

    [Test]
    public void A_change_of_the_spec_counts_the_generation_and_keeps_the_status()
    {
        var old = ApiFixture.Created("Deployment", Deployment);
        old["status"] = new JsonObject { ["replicas"] = 1L };
        var changed = ApiFixture.Changed("Deployment", old, value =>
        {
            value["spec"]!["replicas"] = 5L;
            value["status"] = new JsonObject { ["replicas"] = 9L };
            value["metadata"]!["generation"] = 99L;
        });
        Assert.That((long?)changed["metadata"]!["generation"], Is.EqualTo(2));
        Assert.That((long?)changed["status"]!["replicas"], Is.EqualTo(1));
    }

    [Test]
    public void A_change_of_labels_does_not_count_the_generation()
    {
        var old = ApiFixture.Created("Deployment", Deployment);
        var changed = ApiFixture.Changed("Deployment", old, value => value["metadata"]!["labels"] = new JsonObject { ["x"] = "y" });
        Assert.That((long?)changed["metadata"]!["generation"], Is.EqualTo(1));
    }

    [Test]
    public void The_status_path_changes_the_status_alone()
    {
        var old = ApiFixture.Created("Deployment", Deployment);
        var changed = ApiFixture.Changed("Deployment", old, value =>
        {
            value["spec"]!["replicas"] = 5L;
            value["status"] = new JsonObject { ["replicas"] = 9L };
        }, "status");
        Assert.That((long?)changed["spec"]!["replicas"], Is.EqualTo(1));
        Assert.That((long?)changed["status"]!["replicas"], Is.EqualTo(9));
        Assert.That((long?)changed["metadata"]!["generation"], Is.EqualTo(1));
    }

    [TestCase("""{"requests":{"cpu":"1"}}""", "Burstable")]
    [TestCase("""{"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    [TestCase("{}", "BestEffort")]
    public void A_new_pod_is_pending_in_its_quality_class(string resources, string expected)
    {
        var pod = ApiFixture.Created("Pod", $$"""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","resources":{{resources}} }]} }""");
        Assert.That((string?)pod["status"]!["phase"], Is.EqualTo("Pending"));
        Assert.That((string?)pod["status"]!["qosClass"], Is.EqualTo(expected));
    }

    [Test]
    public void A_namespace_is_active_labelled_and_held_by_its_finalizer()
    {
        var created = ApiFixture.Created("Namespace", """{"metadata":{"name":"n"}}""");
        Assert.That((string?)created["metadata"]!["labels"]!["kubernetes.io/metadata.name"], Is.EqualTo("n"));
        Assert.That(created["spec"]!.ToJsonString(), Is.EqualTo("""{"finalizers":["kubernetes"]}"""));
        Assert.That((string?)created["status"]!["phase"], Is.EqualTo("Active"));
    }

    [Test]
    public void An_update_of_a_service_keeps_what_was_allocated()
    {
        var old = ApiFixture.Created("Service", """{"metadata":{"name":"s"},"spec":{"type":"NodePort","clusterIP":"10.0.0.1","ports":[{"port":80,"nodePort":30080}]}}""");
        var changed = ApiFixture.Changed("Service", old, value => value["spec"] = JsonNode.Parse("""{"type":"NodePort","ports":[{"port":80}]}"""));
        Assert.That((string?)changed["spec"]!["clusterIP"], Is.EqualTo("10.0.0.1"));
        Assert.That(changed["spec"]!["clusterIPs"]!.ToJsonString(), Is.EqualTo("""["10.0.0.1"]"""));
        Assert.That((long?)changed["spec"]!["ports"]![0]!["nodePort"], Is.EqualTo(30080));
    }

    [Test]
    public void A_service_that_needs_no_node_ports_any_more_drops_them()
    {
        var old = ApiFixture.Created("Service", """{"metadata":{"name":"s"},"spec":{"type":"NodePort","clusterIP":"10.0.0.1","ports":[{"port":80,"nodePort":30080}]}}""");
        var changed = ApiFixture.Changed("Service", old, value => value["spec"]!["type"] = "ClusterIP");
        Assert.That(changed["spec"]!["ports"]![0]!.AsObject().ContainsKey("nodePort"), Is.False);
        Assert.That(changed["spec"]!.AsObject().ContainsKey("externalTrafficPolicy"), Is.False);
    }
}
