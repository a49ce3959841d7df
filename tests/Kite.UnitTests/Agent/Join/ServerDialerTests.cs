using System.Net;
using System.Net.Sockets;
using Kite.Agent.Join;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Join;

public sealed class ServerDialerTests
{
    private readonly FakeTimeProvider time = new();

    [Test]
    public async Task After_a_failure_nobody_waits_for_another_attempt_until_some_seconds_have_passed()
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndPoint!).Port}/");
        using var handler = new SocketsHttpHandler { ConnectCallback = new ServerDialer(time).DialAsync };
        using var client = new HttpClient(handler);
        Assert.That(async () => await client.GetAsync(address), Throws.TypeOf<HttpRequestException>().With.InnerException.InstanceOf<SocketException>());

        server.Listen();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(async () => await client.GetAsync(address), Throws.TypeOf<HttpRequestException>());

        time.Advance(TimeSpan.FromSeconds(0.2));
        var asked = client.GetAsync(address);
        using var accepted = await server.AcceptAsync();
        await accepted.SendAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        Assert.That((await asked).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }
}
