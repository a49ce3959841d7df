using System.IO.Compression;
using System.Net;
using System.Text;
using Kite.IntegrationTests.ApiServer.Aggregation;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;

namespace Kite.IntegrationTests.ApiServer;

public sealed class PodProxyTests : ApiTests
{
    private HttpsServer server = null!;

    private string Proxy => $"/api/v1/namespaces/{Namespace}/pods/https:web:{server.Port}/proxy";

    [SetUp]
    public async Task StartPodAsync()
    {
        Assume.That(ExtensionServer.Address, Is.Not.EqualTo(IPAddress.None), "needs an address that isn't loopback");
        server = await HttpsServer.StartAsync(IPAddress.Any, AnswerAsync);
        await PodAsync("web");
        await MergeAsync($"{Pods}/web/status", $$"""{"status":{"podIP":"{{ExtensionServer.Address}}"} }""");
    }

    [TearDown]
    public async Task StopPodAsync() => await (server?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task Links_of_a_page_lead_through_the_proxy([Values("page", "zipped", "deflated")] string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Proxy}/{page}");
        request.Headers.AcceptEncoding.ParseAdd("gzip, deflate");
        using var answer = await Http.SendAsync(request);

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo($"<p>grüße</p><a href=\"{Proxy}/next\">next</a>"));
    }

    [Test]
    public async Task Redirects_lead_through_the_proxy()
    {
        // The test's client follows; the pod tells where it was led.
        Assert.That(await Http.GetStringAsync($"{Proxy}/old?x=1"), Is.EqualTo($"/new {Proxy}/new"));
    }

    [Test]
    public async Task What_is_no_page_passes_as_it_is() =>
        Assert.That(await Http.GetStringAsync($"{Proxy}/text"), Is.EqualTo("<a href=\"/next\">next</a>"));

    [Test]
    public async Task The_slash_behind_proxy_is_added_for_browsers()
    {
        using var answer = await Http.GetAsync(Proxy);

        Assert.That(answer.RequestMessage!.RequestUri!.AbsolutePath, Is.EqualTo($"{Proxy}/"));
    }

    [Test]
    public async Task A_port_that_nobody_listens_on_is_unavailable()
    {
        var port = server.Port;
        await server.DisposeAsync();

        var (code, status) = await SendAsync(HttpMethod.Get, $"/api/v1/namespaces/{Namespace}/pods/https:web:{port}/proxy/");

        Assert.That(code, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(Text(status, "message"), Does.StartWith("error trying to reach service: "));
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        const string Page = "<p>grüße</p><a href=\"/next\">next</a>";
        switch (context.Request.Path.Value)
        {
            case "/zipped":
                response.Headers.ContentEncoding = "gzip";
                return response.Body.WriteAsync(Compressed(Page, stream => new GZipStream(stream, CompressionLevel.Fastest))).AsTask();
            case "/deflated":
                response.Headers.ContentEncoding = "deflate";
                return response.Body.WriteAsync(Compressed(Page, stream => new DeflateStream(stream, CompressionLevel.Fastest))).AsTask();
            case "/old":
                response.Redirect("/new");
                return Task.CompletedTask;
            case "/new":
                response.ContentType = "text/plain";
                return response.WriteAsync($"/new {context.Request.Headers["X-Forwarded-Uri"]}");
            case "/text":
                response.ContentType = "text/plain";
                return response.WriteAsync("<a href=\"/next\">next</a>");
            default:
                return response.WriteAsync(Page);
        }
    }

    private static byte[] Compressed(string text, Func<Stream, Stream> compress)
    {
        var result = new MemoryStream();
        using (var stream = compress(result)) stream.Write(Encoding.UTF8.GetBytes(text));
        return result.ToArray();
    }
}
