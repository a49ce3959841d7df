using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Api.Client.Events;

internal sealed class EventRecorderFactoryTests
{
    [Test]
    public async Task What_happened_while_the_server_was_away_is_told_with_its_own_time_once_it_is_back()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var server = new EventServer();
        using var invoker = new HttpMessageInvoker(server);
        using var recorders = new EventRecorderFactory(new HttpApiClient(invoker, new Uri("https://server"), "test"), clock, NullLogger<EventRecorderFactory>.Instance);
        await recorders.StartAsync(CancellationToken.None);

        recorders.For("kubelet").Record(new ObjectReference { Kind = "Pod", Namespace = "default", Name = "web", Uid = "u1" }, EventTypes.Normal, "Killing", "Stopping container main");
        await Eventually.Holds(() => server.Refused == 1);
        server.IsAway = false;
        await Eventually.Holds(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            return !server.Written.IsEmpty;
        });
        var told = server.Written.Single();
        Assert.That(((string?)told["reason"], (string?)told["lastTimestamp"]), Is.EqualTo(("Killing", "2026-01-01T00:00:00Z")));
        await recorders.StopAsync(CancellationToken.None);
    }

    private sealed class EventServer : HttpMessageHandler
    {
        private int refused;

        public volatile bool IsAway = true;

        public int Refused => Volatile.Read(ref refused);

        public ConcurrentQueue<JsonNode> Written { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsAway)
            {
                Interlocked.Increment(ref refused);
                throw new HttpRequestException("Connection refused");
            }
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            Written.Enqueue(JsonNode.Parse(body)!);
            return new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent(Encoding.UTF8.GetString(body), Encoding.UTF8, "application/json") };
        }
    }
}
