using System.Net;
using Microsoft.AspNetCore.Http;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class WebhookFailureTests : WebhookTests
{
    [TestCase("hang", "context deadline exceeded")]
    [TestCase("close", "read: connection reset by peer")]
    [TestCase("error", "an error on the server (\\\"broken\\\") has prevented the request from succeeding")]
    [TestCase("garbage", "couldn't get version/kind; json parse error")]
    [TestCase("huge", "response body")]
    [TestCase("empty", "received invalid webhook response: webhook response was absent")]
    [TestCase("nobody", "received invalid webhook response: expected response.uid=")]
    [TestCase("unnamed", "received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind=")]
    [TestCase("patching", "received invalid webhook response: validating webhook may not return response.patch")]
    [TestCase("mistyped", "received invalid webhook response: ")]
    public async Task A_webhook_that_fails_stops_the_request_unless_it_is_to_be_ignored(string how, string why)
    {
        // Only the one that hangs is to run into its deadline.
        var seconds = how == "hang" ? 1 : 30;
        Hooks.Answer(Path, (context, review) => FailAsync(how, context, Text(review, "request.uid")));
        await HookAsync(Validating, more: $""","timeoutSeconds":{seconds}""");

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.InternalServerError), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.StartWith($"Internal error occurred: failed calling webhook \"{Namespace}.example.com\": ").And.Contain(why.Replace("\\\"", "\"")));
        await SendAsync(HttpMethod.Delete, $"{Validating}/{Namespace}");
        await HookAsync(Validating, more: $""","timeoutSeconds":{seconds},"failurePolicy":"Ignore" """, suffix: "/ignored");
        Hooks.Answer(Path + "/ignored", (context, review) => FailAsync(how, context, Text(review, "request.uid")));
        Assert.That((await TryConfigMapAsync("c")).Code, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_deadline_is_told_as_upstream_does()
    {
        Hooks.Answer(Path, (context, _) => FailAsync("hang", context, ""));
        await HookAsync(Mutating, more: ""","timeoutSeconds":1""");

        var (_, status) = await TryConfigMapAsync("c");

        Assert.That(
            Text(status, "message"),
            Is.EqualTo($"Internal error occurred: failed calling webhook \"{Namespace}.example.com\": failed to call webhook: Post \"{Hooks.Url}{Path}?timeout=1s\": context deadline exceeded"));
    }

    [Test]
    public async Task A_dry_run_is_shown_to_webhooks_and_stores_nothing()
    {
        Hooks.Allow(Path);
        await HookAsync(Validating, more: ""","failurePolicy":"Ignore" """);

        Assert.That((await TryConfigMapAsync("c", "?dryRun=All")).Code, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(Hooks.Requests(Path).Single()["dryRun"]!.GetValue<bool>());
        Assert.That((await SendAsync(HttpMethod.Get, $"{ConfigMaps}/c")).Code, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_service_that_is_not_there_fails_the_request()
    {
        await CreateAsync(Validating, $$"""
            {"metadata":{"name":"{{Namespace}}"},"webhooks":[{"name":"{{Namespace}}.example.com","sideEffects":"None","admissionReviewVersions":["v1"],
              "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{Namespace}}"} },"clientConfig":{"service":{"name":"none","namespace":"{{Namespace}}","path":"/x"} },"rules":{{ConfigMapRules}}}]}
            """);

        var (code, status) = await TryConfigMapAsync("c");
        await SendAsync(HttpMethod.Delete, $"{Validating}/{Namespace}");

        Assert.That(code, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(Text(status, "message"), Is.EqualTo($"Internal error occurred: failed calling webhook \"{Namespace}.example.com\": failed to call webhook: Post \"https://none.{Namespace}.svc:443/x?timeout=10s\": service \"none\" not found"));
    }

    private static Task FailAsync(string how, HttpContext context, string uid)
    {
        string Review(string response, string head = """ "kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1", """) => $$"""{ {{head}} "response":{{response}} }""";
        switch (how)
        {
            case "hang":
                return Task.Delay(Timeout.Infinite, context.RequestAborted);
            case "close":
                context.Abort();
                return Task.CompletedTask;
            case "error":
                context.Response.StatusCode = 500;
                return context.Response.WriteAsync("broken");
            case "garbage":
                return HookServer.SendAsync(context, "this is no JSON");
            case "huge":
                context.Response.ContentLength = 40 * 1024 * 1024;
                return HookServer.SendAsync(context, new string('x', 10 * 1024 * 1024));
            case "empty":
                return HookServer.SendAsync(context, Review("null"));
            case "nobody":
                return HookServer.SendAsync(context, Review("""{"allowed":true}"""));
            case "unnamed":
                return HookServer.SendAsync(context, Review($$"""{"uid":"{{uid}}","allowed":true}""", ""));
            case "patching":
                return HookServer.SendAsync(context, Review($$"""{"uid":"{{uid}}","allowed":true,"patch":"W10=","patchType":"JSONPatch"}"""));
            default:
                return HookServer.SendAsync(context, Review($$"""{"uid":"{{uid}}","allowed":"yes"}"""));
        }
    }
}
