using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class WebhookConfigurationTests : WebhookTests
{
    private const string Minimal = """{"name":"w.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://127.0.0.1:1/"},"rules":[]}""";

    [Test]
    public async Task What_is_left_out_is_defaulted()
    {
        var created = await CreateAsync(Mutating, $$"""
            {"metadata":{"name":"{{Namespace}}"},"webhooks":[{"name":"w.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"service":{"name":"s","namespace":"n"} },
              "rules":[{"operations":["CREATE"],"apiGroups":["nowhere"],"apiVersions":["v1"],"resources":["things"]}]}]}
            """);
        await SendAsync(HttpMethod.Delete, $"{Mutating}/{Namespace}");

        var webhook = created["webhooks"]![0]!;
        Assert.That(
            (Text(webhook, "failurePolicy"), Text(webhook, "matchPolicy"), Text(webhook, "timeoutSeconds"), Text(webhook, "reinvocationPolicy"), Text(webhook, "clientConfig.service.port"), Text(webhook["rules"]![0]!, "scope")),
            Is.EqualTo(("Fail", "Equivalent", "10", "Never", "443", "*")));
        Assert.That((webhook["namespaceSelector"]!.ToJsonString(), webhook["objectSelector"]!.ToJsonString()), Is.EqualTo(("{}", "{}")));
        Assert.That(Text(created, "metadata.generation"), Is.EqualTo("1"));
    }

    [TestCase("name", "\"short\"", "webhooks[0].name: Invalid value: \"short\": should be a domain with at least three segments separated by dots")]
    [TestCase("sideEffects", "\"Some\"", "webhooks[0].sideEffects: Unsupported value: \"Some\": supported values: \"None\", \"NoneOnDryRun\"")]
    [TestCase("sideEffects", "null", "webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun")]
    [TestCase("admissionReviewVersions", "[]", "webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1")]
    [TestCase("admissionReviewVersions", "[\"v7\"]", "webhooks[0].admissionReviewVersions: Invalid value: [\"v7\"]: must include at least one of v1, v1beta1")]
    [TestCase("admissionReviewVersions", "[\"v1\",\"v1\"]", "webhooks[0].admissionReviewVersions[1]: Invalid value: \"v1\": duplicate version")]
    [TestCase("timeoutSeconds", "31", "webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds")]
    [TestCase("timeoutSeconds", "0", "webhooks[0].timeoutSeconds: Invalid value: 0: the timeout value must be between 1 and 30 seconds")]
    [TestCase("failurePolicy", "\"Perhaps\"", "webhooks[0].failurePolicy: Unsupported value: \"Perhaps\": supported values: \"Fail\", \"Ignore\"")]
    [TestCase("clientConfig", "{}", "webhooks[0].clientConfig: Required value: exactly one of url or service is required")]
    [TestCase("clientConfig", "{\"url\":\"http://host/\"}", "webhooks[0].clientConfig.url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]")]
    [TestCase("clientConfig", "{\"url\":\"https://me@host/?a=b#c\"}", "webhooks[0].clientConfig.url: Invalid value: \"me\": user information is not permitted in the URL")]
    [TestCase("clientConfig", "{\"service\":{\"name\":\"s\",\"namespace\":\"n\",\"path\":\"x\"}}", "webhooks[0].clientConfig.service.path: Invalid value: \"x\": must start with a '/'")]
    [TestCase("clientConfig", "{\"service\":{\"name\":\"\",\"namespace\":\"n\",\"port\":70000}}", "webhooks[0].clientConfig.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive")]
    [TestCase("rules", "[{}]", "webhooks[0].rules[0].operations: Required value")]
    [TestCase("rules", "[{\"operations\":[\"*\",\"CREATE\"],\"apiGroups\":[\"*\"],\"apiVersions\":[\"*\"],\"resources\":[\"*\"]}]", "webhooks[0].rules[0].operations: Invalid value: [\"*\",\"CREATE\"]: if '*' is present, must not specify other operations")]
    [TestCase("rules", "[{\"operations\":[\"*\"],\"apiGroups\":[\"*\"],\"apiVersions\":[\"*\"],\"resources\":[\"a/*\",\"a/b\"]}]", "webhooks[0].rules[0].resources[1]: Invalid value: \"a/b\": if 'a/*' is present, must not specify a/b")]
    [TestCase("namespaceSelector", "{\"matchExpressions\":[{\"key\":\"k\",\"operator\":\"In\"}]}", "webhooks[0].namespaceSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'")]
    [TestCase("matchConditions", "[{\"name\":\"a b\",\"expression\":\"\"}]", "webhooks[0].matchConditions[0].expression: Required value")]
    [TestCase("reinvocationPolicy", "\"Often\"", "webhooks[0].reinvocationPolicy: Unsupported value: \"Often\": supported values: \"IfNeeded\", \"Never\"")]
    public async Task What_makes_no_sense_is_refused_in_upstreams_words(string field, string value, string why)
    {
        var webhook = JsonNode.Parse(Minimal)!;
        webhook[field] = JsonNode.Parse(value);

        var (code, status) = await SendAsync(HttpMethod.Post, Mutating, $$"""{"metadata":{"name":"{{Namespace}}"},"webhooks":[{{webhook.ToJsonString()}}]}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.Contain(why));
    }

    [Test]
    public async Task Two_webhooks_of_a_name_are_one_too_many()
    {
        var (code, status) = await SendAsync(HttpMethod.Post, Validating, $$"""{"metadata":{"name":"{{Namespace}}"},"webhooks":[{{Minimal}},{{Minimal}}]}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.Contain("webhooks[1].name: Duplicate value: \"w.example.com\""));
    }

    [Test]
    public async Task A_change_counts_from_the_next_request_on()
    {
        Hooks.Respond(Path, _ => Deny("no", 403));
        await HookAsync(Validating);
        Assert.That((await TryConfigMapAsync("a")).Code, Is.EqualTo(HttpStatusCode.Forbidden));

        await SendAsync(HttpMethod.Patch, $"{Validating}/{Namespace}", """[{"op":"replace","path":"/webhooks/0/rules/0/operations","value":["UPDATE"]}]""", "application/json-patch+json");
        Assert.That((await TryConfigMapAsync("a")).Code, Is.EqualTo(HttpStatusCode.Created));

        await SendAsync(HttpMethod.Patch, $"{Validating}/{Namespace}", """[{"op":"replace","path":"/webhooks/0/rules/0/operations","value":["CREATE"]}]""", "application/json-patch+json");
        Assert.That((await TryConfigMapAsync("b")).Code, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
