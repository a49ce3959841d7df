using System.Net;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class MutatingPolicyTests : PolicyTests
{
    private const string PodRules = """[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]""";

    [Test]
    public async Task An_apply_configuration_merges_as_server_side_apply_does()
    {
        await PolicyAsync("mutating", Apply("""Object{metadata: Object.metadata{labels: {"team": object.metadata.name}}, spec: Object.spec{initContainers: [Object.spec.initContainers{name: "mesh", image: "mesh:1", restartPolicy: "Always"}], containers: [Object.spec.containers{name: "main", env: [Object.spec.containers.env{name: "A", value: "1"}]}]}}"""), PodRules);

        var pod = await PodAsync("p");

        Assert.That(Text(pod, "metadata.labels.team"), Is.EqualTo("p"));
        Assert.That(Text(pod["spec"]!["initContainers"]![0]!, "imagePullPolicy"), Is.EqualTo("IfNotPresent"));
        var main = pod["spec"]!["containers"]!.AsArray().Single()!;
        Assert.That((Text(main, "name"), Text(main, "image"), Text(main["env"]![0]!, "value")), Is.EqualTo(("main", "busybox", "1")));
        Assert.That(pod["metadata"]!["managedFields"]!.ToJsonString(), Does.Not.Contain("mesh").And.Not.Contain("team"));
    }

    [Test]
    public async Task A_json_patch_is_made_of_steps()
    {
        await PolicyAsync("mutating", Patch("""[JSONPatch{op: "test", path: "/data/a", value: "b"}, JSONPatch{op: "add", path: "/metadata/labels", value: {}}, JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("example.com/x"), value: string(size(object.data))}]"""));

        var created = await ConfigMapAsync("c", """{"a":"b"}""");
        var other = await ConfigMapAsync("d", """{"a":"c"}""");

        Assert.That(created["metadata"]!["labels"]!.ToJsonString(), Is.EqualTo("""{"example.com/x":"1"}"""));
        Assert.That(other["metadata"]!.AsObject().ContainsKey("labels"), Is.False);
    }

    [Test]
    public async Task Policies_change_objects_one_after_the_other_and_see_them_again_if_they_want_to()
    {
        await PolicyAsync("mutating", """ "reinvocationPolicy":"IfNeeded","mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[JSONPatch{op: 'add', path: '/data/seen', value: string(has(object.data.late))}]"}}]""", suffix: "-a");
        await PolicyAsync("mutating", Patch("[JSONPatch{op: 'add', path: '/data/late', value: 'yes'}]"), suffix: "-b");

        var created = await ConfigMapAsync("c", """{"a":"b"}""");

        Assert.That((Text(created, "data.late"), Text(created, "data.seen")), Is.EqualTo(("yes", "true")));
    }

    [Test]
    public async Task Variables_parameters_and_conditions_work_as_in_validating_policies()
    {
        await ConfigMapAsync("settings", """{"suffix":"-x"}""");
        await PolicyAsync(
            "mutating",
            $$""" "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"matchConditions":[{"name":"new","expression":"object.metadata.name != 'settings'"}],"variables":[{"name":"v","expression":"object.data.a + params.data.suffix"}],{{Apply("Object{data: {\"a\": variables.v}}")}}""",
            binding: """ "paramRef":{"name":"settings","parameterNotFoundAction":"Deny"}""");

        var (code, created) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), created.ToJsonString());
        Assert.That(Text(created, "data.a"), Is.EqualTo("b-x"));
    }

    [TestCase("Object{spec: Object.specx{}}", "type mismatch: unexpected type name \"Object.specx\", expected \"Object.spec\", which matches field name path from root Object type")]
    [TestCase("Object{spec: Object.spec{nothing: 1}}", "error applying patch: failed to convert patch object to typed object: .spec.nothing: field not declared in schema")]
    [TestCase("Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: \"a\"}]}}", "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.tolerations")]
    [TestCase("Object{metadata: Object.metadata{labels: {\"a\": object.none}}}", "resulted in error: no such key: none")]
    public async Task A_configuration_that_does_not_fit_is_refused_in_upstreams_words(string expression, string why)
    {
        await PolicyAsync("mutating", Apply(expression), PodRules);

        var (code, status) = await SendAsync(HttpMethod.Post, Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"busybox"}]}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        Assert.That(Text(status, "reason"), Is.EqualTo("Invalid"));
        Assert.That(Text(status, "message"), Does.StartWith($"policy '{Namespace}' with binding '{Namespace}' denied request: ").And.Contain(why));
    }

    [Test]
    public async Task A_patch_that_does_not_fit_is_refused_unless_failures_are_ignored()
    {
        var patch = Patch("[JSONPatch{op: 'replace', path: '/data/none', value: 'x'}]");
        await PolicyAsync("mutating", patch);

        var (code, status) = await TryConfigMapAsync("c");
        await SendAsync(HttpMethod.Patch, $"{Group}/mutatingadmissionpolicies/{Namespace}", """{"spec":{"failurePolicy":"Ignore"}}""", "application/merge-patch+json");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Does.EndWith("denied request: JSON Patch: replace operation does not apply: doc is missing key: /data/none: missing value"));
        Assert.That((await TryConfigMapAsync("c")).Code, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase(""" "reinvocationPolicy":"Never","mutations":[]""", "spec.mutations: Required value: mutations must contain at least one item")]
    [TestCase(""" "mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{}"}}]""", "spec.reinvocationPolicy: Required value")]
    [TestCase(""" "reinvocationPolicy":"Never","mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"'text'"}}]""", "spec.mutations[0].applyConfiguration.expression: Invalid value: \"'text'\": must evaluate to Object but got string")]
    [TestCase(""" "reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[1]"}}]""", "spec.mutations[0].jsonPatch.expression: Invalid value: \"[1]\": must evaluate to list(JSONPatch) but got list(int)")]
    [TestCase(""" "reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch","applyConfiguration":{"expression":"Object{}"}}]""", "spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch")]
    public async Task A_policy_that_makes_no_sense_is_refused_in_upstreams_words(string spec, string why)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, $"{Group}/mutatingadmissionpolicies", Policy(Namespace, spec));

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.Contain(why));
    }

    [Test]
    public async Task A_policy_cannot_be_about_deletions()
    {
        var (code, status) = await SendAsync(
            HttpMethod.Post,
            $"{Group}/mutatingadmissionpolicies",
            Policy(Namespace, Apply("Object{}"), """[{"operations":["DELETE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]"""));

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.Contain("spec.matchConstraints.resourceRules.operations: Unsupported value: \"DELETE\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"UPDATE\""));
    }

    private static string Apply(string expression) => $$""" "reinvocationPolicy":"Never","mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":{{Json(expression)}}} }]""";

    private static string Patch(string expression) => $$""" "reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":{{Json(expression)}}} }]""";
}
