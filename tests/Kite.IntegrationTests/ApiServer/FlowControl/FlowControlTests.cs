using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.FlowControl;

[TestFixture]
public sealed class FlowControlTests : ApiTests
{
    private const string Group = "/apis/flowcontrol.apiserver.k8s.io/v1";

    [Test]
    public async Task A_cluster_starts_with_upstreams_schemas_and_levels_kept_up_to_date()
    {
        await Eventually.Holds(async () => (await GetAsync($"{Group}/flowschemas"))["items"]!.AsArray().Count >= 13 && (await GetAsync($"{Group}/prioritylevelconfigurations"))["items"]!.AsArray().Count >= 8);
        var exempt = await GetAsync($"{Group}/prioritylevelconfigurations/exempt");
        Assert.That(exempt["metadata"]!["annotations"]!["apf.kubernetes.io/autoupdate-spec"]!.GetValue<string>(), Is.EqualTo("true"));
        Assert.That(exempt["spec"]!.ToJsonString(), Is.EqualTo("""{"type":"Exempt","exempt":{"nominalConcurrencyShares":0,"lendablePercent":0}}"""));
    }

    [Test]
    public async Task Answers_name_the_schema_and_the_level_that_the_request_went_through()
    {
        var level = await CreateAsync($"{Group}/prioritylevelconfigurations", $$"""{"metadata":{"name":"{{Namespace}}"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":2,"limitResponse":{"type":"Reject"} } } }""");
        var schema = await CreateAsync($"{Group}/flowschemas", Schema(Namespace, Namespace));
        await AllowAsync("noxu");
        using var response = await AsAsync("noxu", ConfigMaps);
        Assert.That(response.Headers.GetValues("X-Kubernetes-PF-FlowSchema-UID"), Is.EqualTo(new[] { Uid(schema) }));
        Assert.That(response.Headers.GetValues("X-Kubernetes-PF-PriorityLevel-UID"), Is.EqualTo(new[] { Uid(level) }));
        using var denied = await AsAsync("noxu", "/api/v1/nodes");
        Assert.That(denied.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(denied.Headers.GetValues("X-Kubernetes-PF-FlowSchema-UID"), Is.EqualTo(new[] { Uid(schema) }));
        await SendAsync(HttpMethod.Delete, $"{Group}/flowschemas/{Namespace}");
        await SendAsync(HttpMethod.Delete, $"{Group}/prioritylevelconfigurations/{Namespace}");
    }

    [Test]
    public async Task A_schema_whose_level_is_missing_dangles_until_it_comes()
    {
        await CreateAsync($"{Group}/flowschemas", Schema(Namespace, $"{Namespace}-later"));
        await Eventually.Holds(async () => (await DanglingAsync())?["status"]?.GetValue<string>() == "True");
        Assert.That((await DanglingAsync())!["message"]!.GetValue<string>(), Is.EqualTo($"This FlowSchema references the PriorityLevelConfiguration object named \"{Namespace}-later\" but there is no such object"));
        await CreateAsync($"{Group}/prioritylevelconfigurations", $$"""{"metadata":{"name":"{{Namespace}}-later"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"} } } }""");
        await Eventually.Holds(async () => (await DanglingAsync())?["status"]?.GetValue<string>() == "False");
        await SendAsync(HttpMethod.Delete, $"{Group}/flowschemas/{Namespace}");
        await SendAsync(HttpMethod.Delete, $"{Group}/prioritylevelconfigurations/{Namespace}-later");
    }

    [TestCase("flowschemas", """{"metadata":{"name":"x"},"spec":{"matchingPrecedence":1,"priorityLevelConfiguration":{"name":""},"rules":[{"subjects":[{"kind":"Robot"}]}]} }""", "FlowSchema.flowcontrol.apiserver.k8s.io \"x\" is invalid: [spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1, spec.priorityLevelConfiguration.name: Required value: must reference a priority level, spec.rules[0].subjects[0].kind: Unsupported value: \"Robot\": supported values: \"Group\", \"ServiceAccount\", \"User\", spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty]")]
    [TestCase("prioritylevelconfigurations", """{"metadata":{"name":"x"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":100000,"handSize":20,"queueLengthLimit":-1}} } } }""", "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io \"x\" is invalid: [spec.limited.limitResponse.queuing.queueLengthLimit: Invalid value: -1: must be positive, spec.limited.limitResponse.queuing.handSize: Invalid value: 20: required entropy bits of deckSize 100000 and handSize 20 should not be greater than 60]")]
    [TestCase("prioritylevelconfigurations", """{"metadata":{"name":"x"},"spec":{"type":"Exempt"} }""", "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io \"x\" is invalid: spec.type: Invalid value: \"Exempt\": type must be 'Exempt' if and only if name is 'exempt'")]
    public async Task Objects_that_make_no_sense_are_refused_in_upstreams_words(string resource, string body, string message)
    {
        var (code, answer) = await SendAsync(HttpMethod.Post, $"{Group}/{resource}", body);
        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(answer["message"]!.GetValue<string>(), Is.EqualTo(message));
    }

    [Test]
    public async Task The_mandatory_level_cannot_be_changed()
    {
        await Eventually.Holds(async () => (await GetAsync($"{Group}/prioritylevelconfigurations"))["items"]!.AsArray().Count >= 8);
        var (code, answer) = await MergeAsync($"{Group}/prioritylevelconfigurations/catch-all", """{"spec":{"limited":{"nominalConcurrencyShares":50}}}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(answer["message"]!.GetValue<string>(), Does.EndWith("spec of 'catch-all' must equal the fixed value"));
        var (lending, _) = await MergeAsync($"{Group}/prioritylevelconfigurations/exempt", """{"spec":{"exempt":{"nominalConcurrencyShares":1}}}""");
        Assert.That(lending, Is.EqualTo(HttpStatusCode.OK));
        await MergeAsync($"{Group}/prioritylevelconfigurations/exempt", """{"spec":{"exempt":{"nominalConcurrencyShares":0}}}""");
    }

    [TestCase("dump_priority_levels", "PriorityLevelName, ")]
    [TestCase("dump_queues", "PriorityLevelName, Index, PendingRequests, ")]
    [TestCase("dump_requests", "PriorityLevelName, FlowSchemaName, QueueIndex, ")]
    public async Task Levels_queues_and_requests_can_be_looked_at(string what, string beginning)
    {
        var text = await Http.GetStringAsync($"/debug/api_priority_and_fairness/{what}");
        Assert.That(System.Text.RegularExpressions.Regex.Replace(text, " +", " "), Does.StartWith(beginning));
    }

    private static string Schema(string name, string level) =>
        $$"""{"metadata":{"name":"{{name}}"},"spec":{"matchingPrecedence":1000,"priorityLevelConfiguration":{"name":"{{level}}" },"distinguisherMethod":{"type":"ByUser"},"rules":[{"subjects":[{"kind":"User","user":{"name":"noxu"} }],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":["*"],"clusterScope":true}]}] } }""";

    private static string Uid(JsonNode value) => value["metadata"]!["uid"]!.GetValue<string>();

    private async Task<JsonNode?> DanglingAsync() => (await GetAsync($"{Group}/flowschemas/{Namespace}"))["status"]?["conditions"]?[0];

    private async Task AllowAsync(string user)
    {
        await CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/rolebindings", $$"""{"metadata":{"name":"x"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User","name":"{{user}}"}]}""");
    }

    private static async Task<HttpResponseMessage> AsAsync(string user, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Impersonate-User", user);
        return await Http.SendAsync(request);
    }
}
