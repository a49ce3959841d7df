using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Admission;

/// <summary>Policies and bindings that are about the test's namespace and gone after the test.</summary>
public abstract class PolicyTests : ApiTests
{
    protected const string Group = "/apis/admissionregistration.k8s.io/v1";
    protected const string ConfigMapRules = """[{"operations":["CREATE","UPDATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]""";

    private readonly List<string> made = [];

    [TearDown]
    public async Task UnmakeAsync()
    {
        foreach (var path in made) await SendAsync(HttpMethod.Delete, path);
        made.Clear();
    }

    /// <summary>Makes a policy of the namespace's name, and a binding of the same name.</summary>
    protected async Task PolicyAsync(string sort, string spec, string rules = ConfigMapRules, string? binding = null, string suffix = "")
    {
        var name = Namespace + suffix;
        await CreateAsync($"{Group}/{sort}admissionpolicies", Policy(name, spec, rules));
        made.Add($"{Group}/{sort}admissionpolicies/{name}");
        binding ??= sort == "validating" ? """ "validationActions":["Deny"]""" : "";
        await CreateAsync($"{Group}/{sort}admissionpolicybindings", $$"""{"metadata":{"name":"{{name}}"},"spec":{"policyName":"{{name}}"{{(binding.Length > 0 ? "," : "")}}{{binding}}} }""");
        made.Add($"{Group}/{sort}admissionpolicybindings/{name}");
    }

    protected string Policy(string name, string spec, string rules = ConfigMapRules) => $$"""
        {"metadata":{"name":"{{name}}"},"spec":{"matchConstraints":{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{Namespace}}"} },"resourceRules":{{rules}}},{{spec}}} }
        """;

    protected Task<(HttpStatusCode Code, JsonNode Body)> TryConfigMapAsync(string name, string data = """{"a":"b"}""", string query = "") =>
        SendAsync(HttpMethod.Post, ConfigMaps + query, $$"""{"metadata":{"name":"{{name}}"},"data":{{data}} }""");

    protected static string Json(string text) => JsonValue.Create(text)!.ToJsonString();
}
