using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class StorageValidationTests
{
    private const string Claim = """{"metadata":{"name":"c","namespace":"n"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""";
    private const string Volume = """{"metadata":{"name":"v"},"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/x"}}}""";

    [TestCase("accessModes", "[]", "spec.accessModes: Required value: at least 1 access mode is required")]
    [TestCase("accessModes", """["ReadWriteOncePod","ReadOnlyMany"]""", "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes")]
    [TestCase("accessModes", """["Foo"]""", "spec.accessModes: Unsupported value: \"Foo\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"")]
    [TestCase("resources", "{}", "spec.resources[storage]: Required value")]
    [TestCase("resources", """{"requests":{"storage":"0"}}""", "spec.resources[storage]: Invalid value: \"0\": must be greater than zero")]
    [TestCase("volumeMode", "\"Foo\"", "spec.volumeMode: Unsupported value: \"Foo\": supported values: \"Block\", \"Filesystem\"")]
    [TestCase("dataSourceRef", """{"kind":"Foo","name":"x","namespace":"y"}""", "spec.dataSourceRef: Invalid value: \"Foo\": must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
    public void A_claim_is_checked_in_upstreams_words(string field, string json, string problem) => AssertProblem("PersistentVolumeClaim", Claim, field, json, problem);

    [TestCase("capacity", "{}", "spec.capacity: Required value")]
    [TestCase("hostPath", "null", "spec: Required value: must specify a volume type")]
    [TestCase("nfs", """{"server":"s","path":"/p"}""", "spec.nfs: Forbidden: may not specify more than 1 volume type")]
    [TestCase("persistentVolumeReclaimPolicy", "\"Foo\"", "spec.persistentVolumeReclaimPolicy: Unsupported value: \"Foo\": supported values: \"Delete\", \"Recycle\", \"Retain\"")]
    [TestCase("nodeAffinity", "{}", "spec.nodeAffinity.required: Required value: must specify required node constraints")]
    public void A_volume_is_checked_in_upstreams_words(string field, string json, string problem) => AssertProblem("PersistentVolume", Volume, field, json, problem);

    [Test]
    public void A_claim_is_bound_once_and_grows_while_it_is_bound()
    {
        var old = ApiFixture.Created("PersistentVolumeClaim", Claim);
        Assert.That(ApiFixture.ChangeProblems("PersistentVolumeClaim", old, value => value["spec"]!["volumeName"] = "v"), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("PersistentVolumeClaim", old, value => value["spec"]!["storageClassName"] = "fast"), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("PersistentVolumeClaim", old, Resize("2Gi")), Has.One.StartsWith("spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"));
        old["status"] = JsonNode.Parse("""{"phase":"Bound","capacity":{"storage":"1Gi"}}""");
        Assert.That(ApiFixture.ChangeProblems("PersistentVolumeClaim", old, Resize("2Gi")), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("PersistentVolumeClaim", old, Resize("1024Mi")), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("PersistentVolumeClaim", old, Resize("512Mi")), Is.EqualTo(["spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"]));
        old["spec"]!["volumeName"] = "v";
        Assert.That(
            ApiFixture.ChangeProblems("PersistentVolumeClaim", old, value => value["spec"]!["volumeName"] = "w"),
            Is.EqualTo(["spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n- \tvolumeName: \"v\",\n+ \tvolumeName: \"w\",\n"]));
    }

    [Test]
    public void A_claims_source_is_given_under_both_of_its_names()
    {
        var claim = JsonNode.Parse(Claim)!;
        claim["spec"]!["dataSource"] = JsonNode.Parse("""{"kind":"PersistentVolumeClaim","name":"x"}""");
        var created = ApiFixture.Created("PersistentVolumeClaim", claim.ToJsonString());
        Assert.That(created["spec"]!["dataSourceRef"]!.ToJsonString(), Is.EqualTo("""{"kind":"PersistentVolumeClaim","name":"x"}"""));
    }

    [Test]
    public void Where_a_volume_lies_never_changes()
    {
        var old = ApiFixture.Created("PersistentVolume", Volume);
        Assert.That(
            ApiFixture.ChangeProblems("PersistentVolume", old, value => value["spec"]!["hostPath"]!["path"] = "/y"),
            Is.EqualTo(["spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n- \thostPath.path: \"/x\",\n+ \thostPath.path: \"/y\",\n"]));
        Assert.That(ApiFixture.ChangeProblems("PersistentVolume", old, value => value["spec"]!["capacity"]!["storage"] = "2Gi"), Is.Empty);
    }

    [TestCase("StorageClass", """{"metadata":{"name":"s"}}""", "provisioner: Required value")]
    [TestCase("StorageClass", """{"metadata":{"name":"s"},"provisioner":"p","reclaimPolicy":"Recycle"}""", "reclaimPolicy: Unsupported value: \"Recycle\": supported values: \"Delete\", \"Retain\"")]
    [TestCase("VolumeAttributesClass", """{"metadata":{"name":"s"},"driverName":"d"}""", "parameters: Required value: must contain at least one key/value pair")]
    [TestCase("VolumeAttachment", """{"metadata":{"name":"s"},"spec":{"attacher":"a","nodeName":"n","source":{}}}""", "spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName")]
    [TestCase("CSINode", """{"metadata":{"name":"s"},"spec":{"drivers":[{"name":"d","nodeID":"n"},{"name":"d","nodeID":"n"}]}}""", "spec.drivers[1].name: Duplicate value: \"d\"")]
    [TestCase("CSIDriver", """{"metadata":{"name":"s"},"spec":{"fsGroupPolicy":"Foo"}}""", "spec.fsGroupPolicy: Unsupported value: \"Foo\": supported values: \"File\", \"None\", \"ReadWriteOnceWithFSType\"")]
    [TestCase("CSIStorageCapacity", """{"metadata":{"name":"s","namespace":"n"},"storageClassName":"c","capacity":"-1"}""", "capacity: Invalid value: \"-1\": must be greater than or equal to 0")]
    public void The_storage_group_is_checked_in_upstreams_words(string kind, string json, string problem) => Assert.That(ApiFixture.Problems(kind, json), Is.EqualTo([problem]));

    [TestCase("StorageClass", """{"metadata":{"name":"s"},"provisioner":"p"}""", "parameters", """{"a":"b"}""", "parameters: Forbidden: updates to parameters are forbidden.")]
    [TestCase("StorageClass", """{"metadata":{"name":"s"},"provisioner":"p"}""", "volumeBindingMode", "\"WaitForFirstConsumer\"", "volumeBindingMode: Invalid value: \"WaitForFirstConsumer\": field is immutable")]
    [TestCase("CSIStorageCapacity", """{"metadata":{"name":"s","namespace":"n"},"storageClassName":"c"}""", "storageClassName", "\"d\"", "storageClassName: Invalid value: \"d\": field is immutable")]
    public void Classes_never_change(string kind, string json, string field, string changed, string problem) =>
        Assert.That(ApiFixture.ChangeProblems(kind, ApiFixture.Created(kind, json), value => value[field] = JsonNode.Parse(changed)), Is.EqualTo([problem]));

    private static Action<JsonObject> Resize(string size) => value => value["spec"]!["resources"]!["requests"]!["storage"] = size;

    private static void AssertProblem(string kind, string json, string field, string changed, string problem)
    {
        var value = JsonNode.Parse(json)!;
        value["spec"]![field] = JsonNode.Parse(changed);
        Assert.That(ApiFixture.Problems(kind, value.ToJsonString()), Does.Contain(problem));
    }
}
