using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class AppsValidationTests
{
    private const string Workload = """{"metadata":{"name":"x","namespace":"n"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""";
    private const string Claimed = """{"metadata":{"name":"x","namespace":"n"},"spec":{"selector":{"matchLabels":{"a":"b"}},"serviceName":"s","volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"data","mountPath":"/d"}]}]}}}}""";

    private const string FixedSet = "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    [TestCase("podManagementPolicy", "\"Foo\"", "spec.podManagementPolicy: Invalid value: \"Foo\": must be 'OrderedReady' or 'Parallel'")]
    [TestCase("updateStrategy", """{"type":"OnDelete","rollingUpdate":{"partition":1}}""", "spec.updateStrategy.rollingUpdate: Invalid value: {\"partition\":1}: only allowed for updateStrategy 'RollingUpdate'")]
    [TestCase("updateStrategy", """{"rollingUpdate":{"partition":-1}}""", "spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0")]
    [TestCase("updateStrategy", """{"rollingUpdate":{"maxUnavailable":"0%"}}""", "spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": cannot be 0")]
    [TestCase("ordinals", """{"start":-1}""", "spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0")]
    [TestCase("persistentVolumeClaimRetentionPolicy", """{"whenDeleted":"Keep"}""", "spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: \"Keep\": supported values: \"Retain\", \"Delete\"")]
    [TestCase("selector", "{}", "spec.selector: Invalid value: {}: empty selector is invalid for statefulset")]
    public void A_stateful_set_is_checked_in_upstreams_words(string field, string json, string problem) => AssertProblem("StatefulSet", field, json, problem);

    [TestCase("updateStrategy", """{"rollingUpdate":{"maxUnavailable":1,"maxSurge":1}}""", "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero")]
    [TestCase("updateStrategy", """{"rollingUpdate":{"maxUnavailable":"0%"}}""", "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0")]
    [TestCase("updateStrategy", """{"type":"Foo"}""", "spec.updateStrategy: Unsupported value: {\"type\":\"Foo\"}: supported values: \"RollingUpdate\", \"OnDelete\"")]
    [TestCase("selector", "{}", "spec.selector: Invalid value: {}: empty selector is invalid for daemonset")]
    public void A_daemon_set_is_checked_in_upstreams_words(string field, string json, string problem) => AssertProblem("DaemonSet", field, json, problem);

    [Test]
    public void Claims_of_a_stateful_set_are_volumes_of_its_pods() => Assert.That(ApiFixture.Problems("StatefulSet", Claimed), Is.Empty);

    [Test]
    public void Names_of_stateful_sets_are_labels() =>
        Assert.That(ApiFixture.Problems("StatefulSet", Workload.Replace("\"x\"", "\"a.b\"", StringComparison.Ordinal)), Is.EqualTo(["metadata.name: Invalid value: \"a.b\": must not contain dots"]));

    [TestCase("serviceName", "\"other\"", false)]
    [TestCase("podManagementPolicy", "\"Parallel\"", false)]
    [TestCase("replicas", "5", true)]
    [TestCase("minReadySeconds", "5", true)]
    [TestCase("revisionHistoryLimit", "5", true)]
    [TestCase("ordinals", """{"start":3}""", true)]
    [TestCase("updateStrategy", """{"type":"OnDelete"}""", true)]
    [TestCase("persistentVolumeClaimRetentionPolicy", """{"whenDeleted":"Delete","whenScaled":"Retain"}""", true)]
    public void Little_of_a_stateful_set_may_change(string field, string json, bool isAllowed)
    {
        var problems = ApiFixture.ChangeProblems("StatefulSet", ApiFixture.Created("StatefulSet", Claimed), value => value["spec"]![field] = JsonNode.Parse(json));
        Assert.That(problems, Is.EqualTo(isAllowed ? [] : new[] { FixedSet }));
    }

    [Test]
    public void A_daemon_set_counts_the_changes_of_its_template()
    {
        static string? Count(JsonObject value) => (string?)value["metadata"]!["annotations"]!["deprecated.daemonset.template.generation"];
        var created = ApiFixture.Created("DaemonSet", Workload);
        var changed = ApiFixture.Changed("DaemonSet", created, value => value["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "j");
        var delayed = ApiFixture.Changed("DaemonSet", created, value => value["spec"]!["minReadySeconds"] = 1L);
        Assert.That((Count(created), Count(changed), Count(delayed)), Is.EqualTo(("1", "2", "1")));
    }

    [TestCase("Deployment", """{"replicas":1,"readyReplicas":2,"collisionCount":2}""", "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas")]
    [TestCase("Deployment", """{"collisionCount":1}""", "status.collisionCount: Invalid value: 1: cannot be decremented")]
    [TestCase("StatefulSet", """{"replicas":3,"readyReplicas":1,"availableReplicas":2,"collisionCount":2}""", "status.availableReplicas: Invalid value: 2: cannot be greater than status.readyReplicas")]
    [TestCase("ReplicaSet", """{"replicas":-1}""", "status.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [TestCase("DaemonSet", """{"numberReady":-1,"collisionCount":2}""", "status.numberReady: Invalid value: -1: must be greater than or equal to 0")]
    public void A_status_makes_sense(string kind, string status, string problem)
    {
        var old = ApiFixture.Created(kind, Workload);
        old["status"] = new JsonObject { ["collisionCount"] = 2L };
        Assert.That(ApiFixture.ChangeProblems(kind, old, value => value["status"] = JsonNode.Parse(status), "status"), Does.Contain(problem));
    }

    [Test]
    public void The_data_of_a_controller_revision_never_changes()
    {
        Assert.That(ApiFixture.Problems("ControllerRevision", """{"metadata":{"name":"r","namespace":"n"},"revision":1}"""), Is.EqualTo(["data: Required value: data is mandatory"]));
        var old = ApiFixture.Created("ControllerRevision", """{"metadata":{"name":"r","namespace":"n"},"revision":1,"data":{"a":1}}""");
        Assert.That(ApiFixture.ChangeProblems("ControllerRevision", old, value => value["revision"] = 2L), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("ControllerRevision", old, value => value["data"] = new JsonObject { ["a"] = 2L }), Is.EqualTo(["data: Invalid value: {\"a\":2}: field is immutable"]));
    }

    private static void AssertProblem(string kind, string field, string json, string problem)
    {
        var value = JsonNode.Parse(Workload)!;
        value["spec"]![field] = JsonNode.Parse(json);
        Assert.That(ApiFixture.Problems(kind, value.ToJsonString()), Is.EqualTo([problem]));
    }
}
