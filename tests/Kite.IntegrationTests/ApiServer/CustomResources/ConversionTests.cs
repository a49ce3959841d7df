using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

/// <summary>A webhook as the API's documentation has it: <c>v1</c> has <c>spec.hostPort</c>, <c>v2</c> has <c>spec.host</c> and <c>spec.port</c>.</summary>
public sealed class ConversionTests : CustomResourceTests
{
    private readonly List<int> batches = [];
    private Action<JsonObject> spoil = _ => { };
    private HttpsServer webhook = null!;

    [SetUp]
    public async Task StartAsync()
    {
        batches.Clear();
        spoil = _ => { };
        webhook = await HttpsServer.StartAsync(ConvertAsync);
    }

    [TearDown]
    public async Task StopAsync() => await webhook.DisposeAsync();

    [Test]
    public async Task Objects_are_converted_both_ways_and_only_where_that_is_needed()
    {
        await DefineAsync();
        await CreateAsync(CronTabs, Body("a", """{"hostPort":"h:1"}"""));
        await CreateAsync(CronTabs, Body("b", """{"hostPort":"h:2"}"""));
        await GetAsync($"{CronTabs}/a");
        await GetAsync(CronTabs);
        Assert.That(batches, Is.Empty, "the storage version never calls out");

        var second = await GetAsync($"{Path("v2")}/a");
        await GetAsync($"{Path("v2")}/a");
        var list = await GetAsync(Path("v2"));
        await GetAsync(Path("v2"));

        Assert.That((Text(second, "spec.host"), Text(second, "spec.port"), Text(second, "apiVersion")), Is.EqualTo(("h", "1", $"{Group}/v2")));
        Assert.That(list["items"]!.AsArray().Select(item => Text(item!, "spec.port")), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(batches, Is.EqualTo(new[] { 1, 1 }), "what has been converted once is kept");

        second["spec"]!["port"] = "7";
        var (code, updated) = await SendAsync(HttpMethod.Put, $"{Path("v2")}/a", second.ToJsonString());
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), updated.ToJsonString());
        Assert.That(Text(await GetAsync($"{CronTabs}/a"), "spec.hostPort"), Is.EqualTo("h:7"));
    }

    [Test]
    public async Task A_list_of_objects_of_both_versions_is_converted_in_one_call()
    {
        await DefineAsync();
        for (var i = 0; i < 3; i++) await CreateAsync(CronTabs, Body($"old-{i}", $$"""{"hostPort":"h:{{i}}"}"""));
        await MergeAsync($"{Definitions}/{Name}", $$"""{"spec":{"versions":[{{Version("v1", isStorage: false)}},{{Version("v2")}}] } }""");
        await WaitAsync($"{Definitions}/{Name}", found => found["status"]!["storedVersions"]?.AsArray().Count == 2);
        await CreateAsync(Path("v2"), Body("new", """{"host":"n","port":"9"}""", "v2"));
        batches.Clear();

        var list = await GetAsync(Path("v2"));

        Assert.That(list["items"]!.AsArray().Select(item => (Text(item!, "apiVersion"), Text(item!, "spec.host"))).Distinct(), Is.EqualTo(new[] { ($"{Group}/v2", "n"), ($"{Group}/v2", "h") }));
        Assert.That(batches, Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public async Task Watches_show_converted_objects()
    {
        await DefineAsync();
        using var watch = await WatchStream.OpenAsync($"{Path("v2")}?watch=1");
        await CreateAsync(CronTabs, Body("a", """{"hostPort":"h:1"}"""));
        await MergeAsync($"{CronTabs}/a", """{"spec":{"hostPort":"h:2"}}""");
        await DeleteAsync($"{CronTabs}/a");

        Assert.That(Text((await watch.NextAsync())!, "object.spec.port"), Is.EqualTo("1"));
        Assert.That(Text((await watch.NextAsync())!, "object.spec.port"), Is.EqualTo("2"));
        var last = (await watch.NextAsync())!;
        Assert.That((Text(last, "type"), Text(last, "object.apiVersion")), Is.EqualTo(("DELETED", $"{Group}/v2")));
    }

    [Test]
    public async Task What_a_webhook_may_not_do_is_refused_in_upstreams_words()
    {
        await DefineAsync();
        await CreateAsync(CronTabs, Body("a", """{"hostPort":"h:1"}"""));
        var about = $"conversion webhook for {Group}/v1, Kind=CronTab";

        await FailsAsync(review => review["response"]!["convertedObjects"]![0]!["metadata"]!["name"] = "other", $"{about} returned invalid object: must have the same name: a != other");
        await FailsAsync(review => review["response"]!["convertedObjects"]![0]!["metadata"]!["uid"] = "other", $"{about} returned invalid object: must have the same UID: ");
        await FailsAsync(review => review["response"]!["convertedObjects"]![0]!["apiVersion"] = "x/v3", $"{about} returned invalid object at index 0: invalid groupVersion (expected {Group}/v2, received x/v3)");
        await FailsAsync(review => review["response"]!["convertedObjects"] = new JsonArray(), $"{about} returned 0 objects, expected 1");
        await FailsAsync(review => review["response"]!["uid"] = "no", $"{about} failed: expected response.uid=");
        await FailsAsync(review => review["response"]!["result"] = JsonNode.Parse("""{"status":"Failure","message":"I won't"}"""), $"{about} failed: I won't");
        await FailsAsync(review => review["response"]!["convertedObjects"]![0]!["metadata"]!["labels"] = JsonNode.Parse("""{"a":1}"""), $"{about} returned invalid metadata: metadata.labels[a] must be a string, but is int64 in converted object");
        await webhook.DisposeAsync();
        await FailsAsync(_ => { }, $"{about} failed: Post \"{webhook.Url}/?timeout=30s\": dial tcp 127.0.0.1:{webhook.Port}: connect: connection refused");
        Assert.That(Text(await GetAsync($"{CronTabs}/a"), "spec.hostPort"), Is.EqualTo("h:1"));
    }

    [Test]
    public async Task Of_its_metadata_a_webhook_changes_labels_and_annotations_alone()
    {
        await DefineAsync();
        await CreateAsync(CronTabs, Body("a", """{"hostPort":"h:1"}""", metadata: ""","finalizers":["example.com/x"]"""));
        spoil = review =>
        {
            var metadata = review["response"]!["convertedObjects"]![0]!["metadata"]!;
            metadata["labels"] = new JsonObject { ["from"] = "webhook" };
            metadata["finalizers"] = new JsonArray();
        };

        var shown = await GetAsync($"{Path("v2")}/a");

        Assert.That(Text(shown, "metadata.labels.from"), Is.EqualTo("webhook"));
        Assert.That(shown["metadata"]!["finalizers"]!.AsArray(), Has.Count.EqualTo(1));
    }

    private async Task FailsAsync(Action<JsonObject> how, string message)
    {
        spoil = how;
        var (code, failure) = await SendAsync(HttpMethod.Get, $"{Path("v2")}/a");
        Assert.That(code, Is.EqualTo(HttpStatusCode.InternalServerError), failure.ToJsonString());
        Assert.That(Text(failure, "message"), Does.StartWith(message));
    }

    private Task<JsonNode> DefineAsync() => DefineAsync(Definition(
        Version("v1") + "," + Version("v2", isStorage: false),
        $$$""","conversion":{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"url":"{{{webhook.Url}}}","caBundle":"{{{webhook.CaBundle}}}"} } }"""));

    private async Task ConvertAsync(HttpContext context)
    {
        var review = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        var request = review["request"]!;
        var objects = request["objects"]!.AsArray();
        batches.Add(objects.Count);
        var converted = objects.Select(value => Convert((JsonObject)value!.DeepClone(), (string)request["desiredAPIVersion"]!)).ToArray();
        var answer = new JsonObject
        {
            ["apiVersion"] = review["apiVersion"]!.DeepClone(),
            ["kind"] = "ConversionReview",
            ["response"] = new JsonObject { ["uid"] = request["uid"]!.DeepClone(), ["result"] = new JsonObject { ["status"] = "Success" }, ["convertedObjects"] = new JsonArray(converted) },
        };
        spoil(answer);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }

    private static JsonObject Convert(JsonObject value, string apiVersion)
    {
        var spec = value["spec"]!;
        if (apiVersion.EndsWith("/v2", StringComparison.Ordinal))
        {
            var parts = ((string)spec["hostPort"]!).Split(':');
            value["spec"] = new JsonObject { ["host"] = parts[0], ["port"] = parts[1] };
        }
        else
        {
            value["spec"] = new JsonObject { ["hostPort"] = $"{spec["host"]}:{spec["port"]}" };
        }
        value["apiVersion"] = apiVersion;
        return value;
    }
}
