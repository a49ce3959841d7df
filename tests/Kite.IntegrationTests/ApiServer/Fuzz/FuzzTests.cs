using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

/// <summary>
/// Random and mutated requests against the real server: none may fail on its side, hang or take its memory, and what it accepts can be read back as it was answered. A seed makes the same requests again;
/// <c>KITE_FUZZ_SECONDS</c> makes a longer run, of seeds of its own, and <c>KITE_FUZZ_SEED</c> one again.
/// </summary>
[TestFixture]
public sealed class FuzzTests
{
    private const int Workers = 3;
    private const long MaxHeldBytes = 400L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, string> complaints = new();
    private ApiServerFixture server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => server = await ApiServerFixture.StartAsync(services => services.AddSingleton<ILoggerProvider, FailureLog>());

    [OneTimeTearDown]
    public Task StopAsync() => server.DisposeAsync().AsTask();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Nothing_that_anybody_sends_makes_the_server_fail(int seed)
    {
        var isLong = double.TryParse(Environment.GetEnvironmentVariable("KITE_FUZZ_SECONDS"), out var asked);
        if (int.TryParse(Environment.GetEnvironmentVariable("KITE_FUZZ_SEED"), out var again)) seed = again;
        else if (isLong) seed = Random.Shared.Next();
        var seconds = isLong ? asked / 3 : 6;
        complaints.Clear();
        TestContext.Out.WriteLine($"seed {seed}");
        var until = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => RunAsync(new Random(seed + (worker * 7919)), $"fuzz-{seed}-{worker}", () => until.Elapsed.TotalSeconds < seconds)));
        TestContext.Out.WriteLine($"{counts.Sum()} requests");
        Assert.That(await server.Http.GetStringAsync("/readyz"), Is.EqualTo("ok"));
        Assert.That(complaints, Is.Empty, () => string.Join("\n\n", complaints.Values));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true), Is.LessThan(MaxHeldBytes));
    }

    private async Task<int> RunAsync(Random random, string @namespace, Func<bool> goesOn)
    {
        await PostAsync("/api/v1/namespaces", $$"""{"metadata":{"name":"{{@namespace}}"} }""");
        await PostAsync($"/api/v1/namespaces/{@namespace}/serviceaccounts", """{"metadata":{"name":"default"}}""");
        var requests = new FuzzRequests(random, server.Server, @namespace);
        var count = 0;
        for (; goesOn(); count++)
        {
            var next = requests.Next();
            var shown = await DescribeAsync(next.Message);
            await SendAsync(next, shown);
        }
        return count;
    }

    private async Task SendAsync(FuzzRequest next, string shown)
    {
        HttpResponseMessage response;
        byte[] body;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            response = await server.Http.SendAsync(next.Message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            body = await response.Content.ReadAsByteArrayAsync(patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or FormatException or IOException)
        {
            // Refused by the client itself, or with the connection; whether the server lives is looked at below.
            if (await server.Http.GetStringAsync("/livez") != "ok") Complain(shown, "dead");
            return;
        }
        catch (OperationCanceledException)
        {
            Complain($"no answer in {Patience}: {shown}", $"hangs: {next.Message.Method} {next.Written?.Resource.Kind}");
            return;
        }
        using (response)
        {
            if ((int)response.StatusCode == 500) Complain($"{shown}\n=> {Encoding.UTF8.GetString(body)}", Message(body));
            var isWrite = next.Message.Method.Method is "POST" or "PUT" or "PATCH" && (int)response.StatusCode is 200 or 201;
            if (isWrite && next.Written is { } definition && response.Content.Headers.ContentType?.MediaType == "application/json") await ReadBackAsync(definition, body, shown);
        }
    }

    private async Task ReadBackAsync(ResourceDefinition definition, byte[] answered, string shown)
    {
        if (JsonNode.Parse(answered) is not JsonObject value || value["kind"]?.GetValue<string>() != definition.Resource.Kind || value["metadata"]?["resourceVersion"] is not { } version) return;
        var name = value["metadata"]!["name"]!.GetValue<string>();
        var path = definition.Resource.Path(value["metadata"]!["namespace"]?.GetValue<string>(), name);
        using var response = await server.Http.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        // Others may have changed or removed it meanwhile; finalizers gone, an update may have been its end.
        if (response.StatusCode == HttpStatusCode.NotFound && (value["metadata"]!["deletionTimestamp"] is not null || !definition.Resource.IsNamespaced)) return;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Complain($"not there to be read: {shown}\n=> {Encoding.UTF8.GetString(answered)}\n=> {text}", $"not there: {definition.Resource.Kind}");
            return;
        }
        var read = JsonNode.Parse(text)!;
        if (read["metadata"]!["resourceVersion"]!.GetValue<string>() != version.GetValue<string>()) return;
        if (!JsonNode.DeepEquals(read, value)) Complain($"read differs from what was answered: {shown}\n=> {Encoding.UTF8.GetString(answered)}\n=> {text}", $"differs: {definition.Resource.Kind}");
        using var yaml = new HttpRequestMessage(HttpMethod.Get, path);
        yaml.Headers.TryAddWithoutValidation("Accept", "application/vnd.kubernetes.protobuf, application/yaml");
        using var other = await server.Http.SendAsync(yaml);
        if (other.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotFound)) Complain($"can't be read in another form: {shown}\n=> {text}", $"other form: {definition.Resource.Kind}");
    }

    // One of each sort is enough to see.
    private void Complain(string what, string sort) => complaints.TryAdd(sort, what.Length > 3000 ? what[..3000] + "…" : what);

    private static string Message(byte[] body)
    {
        try
        {
            var message = JsonNode.Parse(body)?["message"]?.GetValue<string>() ?? "";
            return new string([.. message.Where(character => !char.IsAsciiDigit(character)).Take(80)]);
        }
        catch (System.Text.Json.JsonException)
        {
            return "another form";
        }
    }

    private async Task PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync(path, content);
    }

    private static async Task<string> DescribeAsync(HttpRequestMessage request)
    {
        var body = request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync());
        return $"{request.Method} {request.RequestUri} {request.Headers.ToString().ReplaceLineEndings("; ")} {request.Content?.Headers.ToString().ReplaceLineEndings("; ")}\n{(body.Length > 1500 ? body[..1500] + "…" : body)}";
    }
}
