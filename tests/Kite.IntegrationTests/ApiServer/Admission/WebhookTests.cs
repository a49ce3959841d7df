using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Admission;

/// <summary>A webhook server for the tests of a class, and configurations that are about the test's namespace and gone after the test.</summary>
public abstract class WebhookTests : ApiTests
{
    protected const string Mutating = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    protected const string Validating = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    protected const string ConfigMapRules = """[{"operations":["CREATE","UPDATE","DELETE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]""";

    private readonly List<string> configured = [];

    private protected HookServer Hooks { get; private set; } = null!;

    /// <summary>The path of the test's own webhook.</summary>
    protected string Path => $"/{Namespace}";

    [OneTimeSetUp]
    public async Task StartHooksAsync() => Hooks = await HookServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopHooksAsync() => await Hooks.DisposeAsync();

    [TearDown]
    public async Task UnconfigureAsync()
    {
        foreach (var path in configured) await SendAsync(HttpMethod.Delete, path);
        configured.Clear();
    }

    /// <summary>Registers a webhook at the test's path, or one below.</summary>
    protected async Task HookAsync(string configurations, string rules = ConfigMapRules, string more = "", string suffix = "", string? selector = null)
    {
        var name = $"{Namespace}{suffix.Replace('/', '-')}";
        selector ??= $$"""{"matchLabels":{"kubernetes.io/metadata.name":"{{Namespace}}"} }""";
        await CreateAsync(configurations, $$"""
            {"metadata":{"name":"{{name}}"},"webhooks":[{"name":"{{name}}.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"namespaceSelector":{{selector}},
              "clientConfig":{"url":"{{Hooks.Url}}{{Path}}{{suffix}}","caBundle":"{{Hooks.CaBundle}}"},"rules":{{rules}}{{more}}}]}
            """);
        configured.Add($"{configurations}/{name}");
    }

    protected static string Rule(string operation, string group, string resource, string version = "v1") =>
        $$"""[{"operations":["{{operation}}"],"apiGroups":["{{group}}"],"apiVersions":["{{version}}"],"resources":["{{resource}}"]}]""";

    private protected static JsonObject Deny(string message = "", int code = 0) => new()
    {
        ["allowed"] = false,
        ["status"] = new JsonObject { ["message"] = message, ["code"] = code },
    };

    protected Task<(HttpStatusCode Code, JsonNode Body)> TryConfigMapAsync(string name, string query = "") =>
        SendAsync(HttpMethod.Post, ConfigMaps + query, $$"""{"metadata":{"name":"{{name}}"},"data":{"a":"b"} }""");
}
