using System.Net;
using System.Text;
using Kite.ApiServer;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer.Wire;

/// <summary>Slow and hostile clients, and what every client is told on the wire.</summary>
[TestFixture]
public sealed class WireTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ApiServerOptions options = new() { CorsAllowedOrigins = ["^https://console\\.example\\.com$"] };
    private ApiServerFixture server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => server = await ApiServerFixture.StartAsync(options: options);

    [OneTimeTearDown]
    public Task StopAsync() => server.DisposeAsync().AsTask();

    [Test]
    public async Task A_body_that_never_comes_is_answered_when_the_time_is_up()
    {
        var usual = options.RequestTimeout;
        options.RequestTimeout = TimeSpan.FromSeconds(1);
        await using var slow = await RawConnection.OpenAsync(server);
        await slow.SendAsync("POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"metadata\"");
        var answer = await slow.ReadAsync(Patience, "\"code\":504");
        options.RequestTimeout = usual;
        Assert.That(answer, Does.StartWith("HTTP/1.1 504 ").And.Contain("Timeout: request did not complete within the allotted timeout"));
    }

    [Test]
    public async Task A_shorter_time_may_be_asked_for()
    {
        await using var slow = await RawConnection.OpenAsync(server);
        await slow.SendAsync("POST /api/v1/namespaces/default/configmaps?timeout=100ms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        Assert.That(await slow.ReadAsync(Patience, "\"code\":504"), Does.StartWith("HTTP/1.1 504 "));
        using var nonsense = await server.Http.GetAsync("/api/v1/pods?timeout=soon");
        Assert.That(nonsense.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await nonsense.Content.ReadAsStringAsync(), Does.Contain("invalid timeout specified in the request URL - time: invalid duration"));
        using var none = await server.Http.GetAsync("/api/v1/pods?timeout=0s");
        Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(9_000, 200)]
    [TestCase(1_200_000, 414)]
    public async Task Long_paths_are_served_and_endless_ones_are_not(int length, int code)
    {
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync($"GET /api/v1/pods?labelSelector={new string('a', 60)}&x={new string('x', length)} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.That(await connection.ReadAsync(Patience, "\r\n\r\n"), Does.StartWith($"HTTP/1.1 {code} ").Or.EqualTo("<reset>"));
    }

    [Test]
    public async Task Too_many_headers_are_refused()
    {
        await using var connection = await RawConnection.OpenAsync(server);
        var headers = string.Concat(Enumerable.Range(0, 2000).Select(i => $"X-{i}: {i}\r\n"));
        await connection.SendAsync($"GET /api/v1/pods HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        Assert.That(await connection.ReadAsync(Patience, "\r\n\r\n"), Does.StartWith("HTTP/1.1 431 "));
    }

    [TestCase("GET / HTTP/9.9\r\n\r\n")]
    [TestCase("\0\0\0\0\r\n\r\n")]
    [TestCase("POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [TestCase("POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n")]
    [TestCase("GET /api/v1/pods HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [TestCase("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Garbage_on_the_wire_hurts_nobody(string garbage)
    {
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync(garbage);
        await connection.ReadAsync(TimeSpan.FromSeconds(3), "\r\n\r\n");
        Assert.That(await server.Http.GetStringAsync("/readyz"), Is.EqualTo("ok"));
    }

    [Test]
    public async Task A_client_that_wants_its_connection_closed_gets_that()
    {
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync("GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answer = await connection.ReadAsync(Patience);
        Assert.That(answer, Does.StartWith("HTTP/1.1 200 ").And.Contain("Connection: close").And.Not.Contain("<still open>"));
    }

    [Test]
    public async Task Heads_have_the_headers_alone()
    {
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync("HEAD /api/v1/namespaces/default HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answer = await connection.ReadAsync(Patience);
        Assert.That(answer, Does.StartWith("HTTP/1.1 200 ").And.Contain("Content-Length: ").And.EndWith("\r\n\r\n"));
    }

    [TestCase("https://console.example.com", true)]
    [TestCase("https://evil.example.com", false)]
    public async Task Browsers_may_ask_from_the_origins_that_are_allowed(string origin, bool isAllowed)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/pods");
        preflight.Headers.Add("Origin", origin);
        using var allowed = await server.Http.SendAsync(preflight);
        Assert.That(allowed.Headers.Contains("Access-Control-Allow-Origin"), Is.EqualTo(isAllowed));
        Assert.That(allowed.StatusCode == HttpStatusCode.NoContent, Is.EqualTo(isAllowed));
        using var failing = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces/none");
        failing.Headers.Add("Origin", origin);
        using var failed = await server.Http.SendAsync(failing);
        Assert.That((failed.StatusCode, failed.Headers.Contains("Access-Control-Allow-Origin")), Is.EqualTo((HttpStatusCode.NotFound, isAllowed)));
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task Watchers_that_never_read_cost_little_and_nobody_else_waits_for_them(string version)
    {
        using var namespaced = new StringContent($$"""{"metadata":{"name":"slow-{{version.Replace('.', '-')}}"} }""", Encoding.UTF8, "application/json");
        using var created = await server.Http.PostAsync("/api/v1/namespaces", namespaced);
        var maps = $"/api/v1/namespaces/slow-{version.Replace('.', '-')}/configmaps";
        var watches = new List<HttpResponseMessage>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 200; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{maps}?watch=1") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            watches.Add(await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
        }
        var data = new string('x', 200_000);
        for (var i = 0; i < 50; i++)
        {
            using var body = new StringContent($$"""{"metadata":{"name":"m"},"data":{"a":"{{data}}{{i}}"} }""", Encoding.UTF8, "application/json");
            using var response = i == 0 ? await server.Http.PostAsync(maps, body) : await server.Http.PutAsync($"{maps}/m", body);
            Assert.That((int)response.StatusCode, Is.InRange(200, 201));
        }
        // 50 times 200 KB to 200 watchers would be 2 GB; what client and server hold together stays far below.
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(400L * 1024 * 1024));
        foreach (var watch in watches) watch.Dispose();
        Assert.That(await server.Http.GetStringAsync("/readyz"), Is.EqualTo("ok"));
    }
}
