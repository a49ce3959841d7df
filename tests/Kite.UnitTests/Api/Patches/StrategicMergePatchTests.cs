using Kite.Api.Errors;
using Kite.Api.Patches;

namespace Kite.UnitTests.Api.Patches;

public sealed class StrategicMergePatchTests
{
    private const string Two = """{"spec":{"containers":[{"name":"a","image":"a:1"},{"name":"b","image":"b:1"}]}}""";

    [TestCase("""{"spec":{"containers":[{"name":"b","image":"b:2"}]}}""", """{"spec":{"containers":[{"name":"a","image":"a:1"},{"name":"b","image":"b:2"}]}}""", TestName = "Containers_merge_by_name")]
    [TestCase("""{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", """{"spec":{"containers":[{"name":"b","image":"b:1"}]}}""", TestName = "An_item_is_deleted_by_directive")]
    [TestCase("""{"spec":{"containers":[{"$patch":"replace"},{"name":"c","image":"c:1"}]}}""", """{"spec":{"containers":[{"name":"c","image":"c:1"}]}}""", TestName = "A_list_is_replaced_by_directive")]
    [TestCase("""{"spec":{"$patch":"replace","nodeName":"n"}}""", """{"spec":{"nodeName":"n"}}""", TestName = "A_map_is_replaced_by_directive")]
    [TestCase("""{"spec":{"$patch":"delete"}}""", """{"spec":{}}""", TestName = "A_map_is_emptied_by_directive")]
    [TestCase("""{"spec":{"containers":null}}""", """{"spec":{}}""", TestName = "Null_removes_a_list")]
    [TestCase("""{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}}""", """{"spec":{"containers":[{"name":"b","image":"b:1"},{"name":"a","image":"a:1"}]}}""", TestName = "Element_order_alone_reorders")]
    [TestCase("""{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"c"}],"containers":[{"name":"c","image":"c:1"}]}}""", """{"spec":{"containers":[{"name":"a","image":"a:1"},{"name":"c","image":"c:1"},{"name":"b","image":"b:1"}]}}""", TestName = "Element_order_places_new_items_and_keeps_unnamed_ones")]
    [TestCase("""{"spec":{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"$patch":"delete","name":"a"}]}}""", """{"spec":{"containers":[{"name":"b","image":"b:1"}]}}""", TestName = "Element_order_with_a_deletion")]
    [TestCase("""{"spec":{"containers":[{"name":"a","image":null}]}}""", """{"spec":{"containers":[{"name":"a"},{"name":"b","image":"b:1"}]}}""", TestName = "Null_removes_a_field_of_an_item")]
    public void Pod(string patch, string patched) => Assert.That(PatchSamples.Patch(PatchTypes.Strategic, Two, patch), Is.EqualTo(patched));

    [Test]
    public void Ports_env_and_mounts_merge_by_their_own_keys()
    {
        const string current = """{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"protocol":"TCP"}],"env":[{"name":"X","value":"1"}],"volumeMounts":[{"mountPath":"/a","name":"v"}]}]}}""";
        const string patch = """{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"web"}],"env":[{"name":"X","value":"2"}],"volumeMounts":[{"mountPath":"/a","readOnly":true}]}]}}""";
        const string patched = """{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"protocol":"TCP","name":"web"}],"env":[{"name":"X","value":"2"}],"volumeMounts":[{"mountPath":"/a","name":"v","readOnly":true}]}]}}""";
        Assert.That(PatchSamples.Patch(PatchTypes.Strategic, current, patch), Is.EqualTo(patched));
    }

    [Test]
    public void Tolerations_are_replaced_whole() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"spec":{"tolerations":[{"key":"a"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}"""),
        Is.EqualTo("""{"spec":{"tolerations":[{"key":"b"}]}}"""));

    [TestCase("""{"metadata":{"finalizers":["c"]}}""", """{"metadata":{"finalizers":["c","a","b"]}}""", TestName = "Finalizers_are_a_set")]
    [TestCase("""{"metadata":{"finalizers":["a"]}}""", """{"metadata":{"finalizers":["a","b"]}}""", TestName = "A_finalizer_is_not_there_twice")]
    [TestCase("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""", """{"metadata":{"finalizers":["b"]}}""", TestName = "A_finalizer_is_deleted_by_directive")]
    [TestCase("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["b"],"$setElementOrder/finalizers":["x","a"],"finalizers":["x"]}}""", """{"metadata":{"finalizers":["x","a"]}}""", TestName = "Finalizers_change_and_keep_the_given_order")]
    public void Finalizers(string patch, string patched) =>
        Assert.That(PatchSamples.Patch(PatchTypes.Strategic, """{"metadata":{"finalizers":["a","b"]}}""", patch), Is.EqualTo(patched));

    [Test]
    public void Owner_references_merge_by_uid() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"metadata":{"ownerReferences":[{"uid":"1","name":"x"}]}}""", """{"metadata":{"ownerReferences":[{"uid":"1","controller":true}]}}"""),
        Is.EqualTo("""{"metadata":{"ownerReferences":[{"uid":"1","name":"x","controller":true}]}}"""));

    [Test]
    public void Retained_keys_drop_the_others() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}""", """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}""", "apps/v1.Deployment"),
        Is.EqualTo("""{"spec":{"strategy":{"type":"Recreate"}}}"""));

    [Test]
    public void Volumes_merge_by_name_and_retain_keys() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}""", """{"spec":{"volumes":[{"$retainKeys":["name","hostPath"],"name":"v","hostPath":{"path":"/x"}}]}}"""),
        Is.EqualTo("""{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}}"""));

    [Test]
    public void Maps_merge_and_null_removes_a_label() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"metadata":{"labels":{"a":"1","b":"2"}}}""", """{"metadata":{"labels":{"a":null,"c":"3"}}}"""),
        Is.EqualTo("""{"metadata":{"labels":{"b":"2","c":"3"}}}"""));

    [Test]
    public void A_selector_that_replaces_is_not_merged() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"spec":{"selector":{"matchLabels":{"a":"1"}}}}""", """{"spec":{"selector":{"matchLabels":{"b":"2"}}}}""", "policy/v1.PodDisruptionBudget"),
        Is.EqualTo("""{"spec":{"selector":{"matchLabels":{"b":"2"}}}}"""));

    [Test]
    public void Directives_and_nulls_do_not_end_up_in_what_is_new() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, "{}", """{"spec":{"nodeName":null,"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"a","image":null},{"name":"b","$patch":"delete"}]}}"""),
        Is.EqualTo("""{"spec":{"containers":[{"name":"a"}]}}"""));

    [Test]
    public void Unknown_fields_merge_as_in_a_merge_patch() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"x":{"list":[{"name":"a"}],"k":1}}""", """{"x":{"list":[{"name":"b"}]}}"""),
        Is.EqualTo("""{"x":{"list":[{"name":"b"}],"k":1}}"""));

    [Test]
    public void New_items_without_an_order_come_first() => Assert.That(
        PatchSamples.Patch(PatchTypes.Strategic, """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"c"}]}}"""),
        Is.EqualTo("""{"spec":{"containers":[{"name":"c"},{"name":"a"},{"name":"b"}]}}"""));

    [TestCase("""{"spec":{"containers":[{"image":"x"}]}}""", 400, "map: map[image:x] does not contain declared merge key: name")]
    [TestCase("""{"spec":{"containers":[{"name":"x","$patch":"frob"}]}}""", 400, "unknown patch type: frob in map: map[$patch:frob name:x]")]
    [TestCase("""{"spec":{"$patch":"merge"}}""", 400, "unknown patch type: merge in map: map[$patch:merge]")]
    [TestCase("""{"spec":{"$retainKeys":["nodeName"],"hostname":"x"}}""", 400, "invalid patch format of retainKeys")]
    [TestCase("""{"spec":{"$setElementOrder/containers":{}}}""", 400, "invalid patch format of setElementOrder list")]
    public void Broken_directives_are_answered_as_upstream_does(string patch, int code, string message)
    {
        var error = Assert.Throws<ApiStatusException>(() => PatchSamples.Patch(PatchTypes.Strategic, Two, patch));
        Assert.That((error!.Code, error.Message), Is.EqualTo((code, message)));
    }

    [Test]
    public void A_kind_without_schema_refuses_strategic_merge() => Assert.That(
        () => PatchSamples.Patch(PatchTypes.Strategic, "{}", "{}", null),
        Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(415));
}
