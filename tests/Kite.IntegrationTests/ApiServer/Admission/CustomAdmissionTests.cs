using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.IntegrationTests.ApiServer.CustomResources;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class CustomAdmissionTests : CustomResourceTests
{
    private const string Registrations = "/apis/admissionregistration.k8s.io/v1";
    private const string Schema = """{"type":"object","properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer"},"team":{"type":"string","default":"none"},"seen":{"type":"string"}}}}}""";

    private readonly List<string> made = [];
    private HookServer hooks = null!;

    [OneTimeSetUp]
    public async Task StartHooksAsync() => hooks = await HookServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopHooksAsync() => await hooks.DisposeAsync();

    [SetUp]
    public Task DefineAsync() => DefineAsync(Definition($"{Version("v1", Schema)},{Version("v2", Schema, isStorage: false)}"));

    [TearDown]
    public async Task UnmakeAsync()
    {
        made.Add($"{Definitions}/{Name}");
        foreach (var path in made) await SendAsync(HttpMethod.Delete, path);
        made.Clear();
    }

    [Test]
    public async Task A_webhook_for_one_version_sees_the_other_and_what_it_adds_is_pruned()
    {
        hooks.Patch($"/{Namespace}", """[{"op":"add","path":"/spec/seen","value":"yes"},{"op":"add","path":"/spec/nonsense","value":"x"}]""");
        await MakeAsync("mutatingwebhookconfigurations", $$"""
            "webhooks":[{"name":"{{Namespace}}.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"{{hooks.Url}}/{{Namespace}}","caBundle":"{{hooks.CaBundle}}"},
              "rules":[{"operations":["CREATE"],"apiGroups":["{{Group}}"],"apiVersions":["v2"],"resources":["crontabs"]}]}]
            """);

        var created = await CreateAsync(CronTabs, Body("c", """{"replicas":1}"""));

        Assert.That(created["spec"]!.ToJsonString(), Is.EqualTo("""{"replicas":1,"team":"none","seen":"yes"}"""));
        var request = hooks.Requests($"/{Namespace}").Single();
        Assert.That((Text(request, "object.apiVersion"), Text(request, "kind.version"), Text(request, "requestKind.version")), Is.EqualTo(($"{Group}/v2", "v2", "v1")));
        Assert.That(Text(await GetAsync($"{CronTabs}/c"), "spec.seen"), Is.EqualTo("yes"));
    }

    [Test]
    public async Task Policies_see_custom_objects_and_take_parameters_of_custom_kinds()
    {
        await CreateAsync(CronTabs, Body("limits", """{"replicas":3}"""));
        await MakeAsync("validatingadmissionpolicies", $$"""
            "spec":{"paramKind":{"apiVersion":"{{Group}}/v2","kind":"CronTab"},"matchConstraints":{"resourceRules":[{"operations":["CREATE","UPDATE"],"apiGroups":["{{Group}}"],"apiVersions":["v1"],"resources":["crontabs"]}]},
              "validations":[{"expression":"object.spec.replicas <= params.spec.replicas && params.apiVersion == '{{Group}}/v2'","messageExpression":"'at most ' + string(params.spec.replicas)"}]}
            """);
        await MakeAsync("validatingadmissionpolicybindings", $$""" "spec":{"policyName":"{{Namespace}}","validationActions":["Deny"],"paramRef":{"name":"limits","parameterNotFoundAction":"Deny"} }""");

        await CreateAsync(CronTabs, Body("few", """{"replicas":2}"""));
        var (code, status) = await SendAsync(HttpMethod.Post, Path("v2"), Body("many", """{"replicas":4}""", "v2"));

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.EndWith("denied request: at most 3"));
    }

    [Test]
    public async Task Mutating_policies_merge_into_custom_objects()
    {
        await MakeAsync("mutatingadmissionpolicies", $$"""
            "spec":{"reinvocationPolicy":"Never","matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":["{{Group}}"],"apiVersions":["v1"],"resources":["crontabs"]}]},
              "mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{spec: Object.spec{team: object.metadata.namespace} }"} }]}
            """);
        await MakeAsync("mutatingadmissionpolicybindings", $$""" "spec":{"policyName":"{{Namespace}}"}""");

        var created = await CreateAsync(CronTabs, Body("c", """{"replicas":1,"team":"mine"}"""));

        Assert.That(created["spec"]!.ToJsonString(), Is.EqualTo($$"""{"replicas":1,"team":"{{Namespace}}"}"""));
    }

    [Test]
    public async Task Deletions_of_custom_objects_can_be_refused()
    {
        hooks.Respond($"/{Namespace}", _ => new JsonObject { ["allowed"] = false, ["status"] = new JsonObject { ["message"] = "it stays", ["code"] = 403 } });
        await CreateAsync(CronTabs, Body("c"));
        await MakeAsync("validatingwebhookconfigurations", $$"""
            "webhooks":[{"name":"{{Namespace}}.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"{{hooks.Url}}/{{Namespace}}","caBundle":"{{hooks.CaBundle}}"},
              "rules":[{"operations":["DELETE"],"apiGroups":["{{Group}}"],"apiVersions":["*"],"resources":["*"]}]}]
            """);

        var (code, status) = await SendAsync(HttpMethod.Delete, $"{CronTabs}/c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.EndWith("denied the request: it stays"));
    }

    private async Task MakeAsync(string plural, string rest)
    {
        await CreateAsync($"{Registrations}/{plural}", new StringBuilder().Append($$"""{"metadata":{"name":"{{Namespace}}"},""").Append(rest).Append('}').ToString());
        made.Add($"{Registrations}/{plural}/{Namespace}");
    }
}
