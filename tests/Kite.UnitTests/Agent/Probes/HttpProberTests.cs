using System.Net;
using System.Net.Sockets;
using System.Text;
using Kite.Agent.Kubelet;
using Kite.Agent.Probes;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Probes;

internal sealed class HttpProberTests
{
    private readonly List<string> requests = [];
    private CancellationTokenSource stop = null!;
    private TcpListener listener = null!;
    private HttpProber prober = null!;
    private Func<string, string> answer = _ => Answer("200 OK");

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    [SetUp]
    public void Listen()
    {
        requests.Clear();
        stop = new CancellationTokenSource();
        answer = _ => Answer("200 OK");
        prober = new HttpProber(new KubeletOptions { NodeName = "n", DataDirectory = "/", Version = "v1.37.0+kite" });
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = ServeAsync();
    }

    [TearDown]
    public void Close()
    {
        stop.Cancel();
        listener.Dispose();
        prober.Dispose();
        stop.Dispose();
    }

    [Test]
    public async Task A_request_carries_what_the_probe_says_and_who_asks()
    {
        var outcome = await ProbeAsync(new HTTPGetAction { Path = "healthz?full=1", Port = Port, HttpHeaders = [Header("Host", "app.example"), Header("X-A", "1"), Header("X-A", "2")] });
        Assert.That(outcome, Is.EqualTo(ProbeOutcome.Success));
        Assert.That(requests.Single(), Does.StartWith("GET /healthz?full=1 HTTP/1.1\r\n"));
        Assert.That(Headers(requests.Single()), Is.SupersetOf(new[] { "Host: app.example", "User-Agent: kube-probe/1.37", "Accept: */*" }));
        Assert.That(requests.Single(), Does.Match("X-A: 1(, |\r\nX-A: )2"));
    }

    [Test]
    public async Task Headers_that_are_empty_are_left_out()
    {
        await ProbeAsync(new HTTPGetAction { Port = Port, HttpHeaders = [Header("User-Agent", ""), Header("Accept", "")] });
        Assert.That(requests.Single(), Does.Not.Contain("User-Agent").And.Not.Contain("Accept"));
    }

    [Test]
    public async Task A_redirect_to_the_same_host_is_followed()
    {
        answer = request => request.StartsWith("GET / ", StringComparison.Ordinal) ? Answer("302 Found", "Location: /elsewhere") : Answer("404 Not Found");
        Assert.That(await ProbeAsync(new HTTPGetAction { Port = Port }), Is.EqualTo(ProbeOutcome.Failure("HTTP probe failed with statuscode: 404")));
        Assert.That(requests.Select(request => request.Split(' ')[1]), Is.EqualTo(new[] { "/", "/elsewhere" }));
    }

    [Test]
    public async Task A_redirect_to_another_host_is_a_success_with_a_warning()
    {
        answer = _ => Answer("301 Moved Permanently", "Location: http://other.example/", "moved");
        Assert.That(await ProbeAsync(new HTTPGetAction { Port = Port }), Is.EqualTo(ProbeOutcome.Warning("Probe terminated redirects, Response body: moved")));
    }

    [Test]
    public async Task Redirects_without_end_are_a_failure()
    {
        answer = _ => Answer("302 Found", "Location: /");
        Assert.That((await ProbeAsync(new HTTPGetAction { Port = Port })).Message, Does.EndWith("stopped after 10 redirects"));
    }

    [Test]
    public async Task A_body_is_read_to_its_limit_and_no_further()
    {
        answer = _ => Answer("200 OK", "X: y", new string('x', 64 * 1024));
        Assert.That(await ProbeAsync(new HTTPGetAction { Port = Port }), Is.EqualTo(ProbeOutcome.Success));
    }

    [Test]
    public async Task A_hook_for_https_goes_out_in_the_clear_where_the_container_speaks_http_and_without_credentials()
    {
        answer = request => request.StartsWith("GET /", StringComparison.Ordinal) ? Answer("500 Oops") : Answer("400 Bad Request");
        var outcome = await prober.RunHookAsync(Target, new HTTPGetAction { Path = "/bye", Port = Port, Scheme = "HTTPS", HttpHeaders = [Header("Authorization", "Bearer x"), Header("X-A", "1")] }, stop.Token);
        Assert.That(outcome, Is.EqualTo(new HookOutcome(null, $"request to HTTPS lifecycle hook 127.0.0.1:{Port} got HTTP response, retry with HTTP succeeded")));
        Assert.That(requests[^1], Does.StartWith("GET /bye ").And.Contain("X-A: 1").And.Contain("kube-lifecycle/1.37").And.Not.Contain("Authorization"));
    }

    [Test]
    public async Task A_probe_for_https_does_not_fall_back() =>
        Assert.That((await ProbeAsync(new HTTPGetAction { Port = Port, Scheme = "HTTPS" })).Message, Is.EqualTo($"Get \"https://127.0.0.1:{Port}/\": http: server gave HTTP response to HTTPS client"));

    [Test]
    public async Task A_hook_is_content_with_any_answer()
    {
        answer = _ => Answer("404 Not Found");
        Assert.That(await prober.RunHookAsync(Target, new HTTPGetAction { Port = Port }, stop.Token), Is.EqualTo(HookOutcome.Success));
    }

    [Test]
    public async Task A_container_that_does_not_listen_has_refused()
    {
        var port = Port;
        listener.Stop();
        Assert.That((await ProbeAsync(new HTTPGetAction { Port = port })).Message, Is.EqualTo($"Get \"http://127.0.0.1:{port}/\": dial tcp 127.0.0.1:{port}: connect: connection refused"));
    }

    private static ProbeTarget Target => new("c1", IPAddress.Loopback, new Container { Name = "main" });

    private static HTTPHeader Header(string name, string value) => new() { Name = name, Value = value };

    private static string[] Headers(string request) => request.Split("\r\n");

    private static string Answer(string status, string header = "X: y", string body = "") => $"HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    private Task<ProbeOutcome> ProbeAsync(HTTPGetAction action) => prober.RunAsync(Target, action, stop.Token);

    private async Task ServeAsync()
    {
        var buffer = new byte[8192];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                var stream = client.GetStream();
                var request = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, stop.Token));
                requests.Add(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer(request)), stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The test has ended, or the other side has heard enough.
            }
        }
    }
}
