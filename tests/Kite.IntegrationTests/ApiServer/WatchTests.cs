using System.Net.WebSockets;
using System.Text;
using Kite.ApiServer.Authentication;
using Kite.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.IntegrationTests.ApiServer;

public sealed class WatchTests : ApiTests
{
    [Test]
    public async Task A_watch_without_a_version_shows_what_is_there_and_then_changes()
    {
        await ConfigMapAsync("a");
        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1");

        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        await ConfigMapAsync("b");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED b"));
        await MergeAsync($"{ConfigMaps}/a", """{"data":{"x":"y"}}""");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("MODIFIED a"));
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("DELETED a"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_browser_watches_over_a_web_socket_with_a_message_for_each_event(CancellationToken cancellationToken)
    {
        await ConfigMapAsync("a");
        using var socket = await OpenSocketAsync("?watch=1", cancellationToken);

        Assert.That(await MessageAsync(), Does.StartWith("""{"type":"ADDED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":""").And.EndsWith("}\n"));
        await ConfigMapAsync("b", $$"""{"long":"{{new string('x', 100_000)}}"}""");
        Assert.That((await MessageAsync()).Length, Is.GreaterThan(100_000));
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a");
        Assert.That(await MessageAsync(), Does.StartWith("{\"type\":\"DELETED\""));

        async Task<string> MessageAsync()
        {
            var buffer = new byte[200_000];
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += received.Count;
            }
            while (!received.EndOfMessage);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_watch_over_a_web_socket_is_closed_at_its_time(CancellationToken cancellationToken)
    {
        using var socket = await OpenSocketAsync("?watch=1&timeoutSeconds=1", cancellationToken);

        Assert.That((await socket.ReceiveAsync(new byte[16].AsMemory(), cancellationToken)).MessageType, Is.EqualTo(WebSocketMessageType.Close));
    }

    [Test]
    public async Task A_watch_from_a_lists_version_misses_nothing_and_repeats_nothing()
    {
        await ConfigMapAsync("a");
        var version = Text(await GetAsync(ConfigMaps), "metadata.resourceVersion");
        await ConfigMapAsync("b");
        await ConfigMapAsync("c");

        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1&resourceVersion={version}");

        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED b"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED c"));
    }

    [Test]
    public async Task An_object_that_enters_or_leaves_the_selection_is_added_or_deleted()
    {
        await ConfigMapAsync("a");
        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1&labelSelector=in%3Dyes");

        await MergeAsync($"{ConfigMaps}/a", """{"metadata":{"labels":{"in":"yes"}}}""");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        await MergeAsync($"{ConfigMaps}/a", """{"metadata":{"labels":{"in":"no"}}}""");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("DELETED a"));
    }

    [Test]
    public async Task A_watch_from_a_forgotten_version_ends_with_an_error_event()
    {
        // More than the cache remembers of a resource; what the store remembers is compacted.
        await ConfigMapAsync("big");
        for (var i = 0; i < 10; i++) await MergeAsync($"{ConfigMaps}/big", $$$"""{"data":{"x":"{{{new string((char)('a' + i), 1_000_000)}}}"}}""");
        await SharedServer.Server.Services.GetRequiredService<IStore>().CompactAsync(long.Parse(Text(await GetAsync(ConfigMaps), "metadata.resourceVersion")), default);
        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1&resourceVersion=1");

        var error = await watch.NextAsync();

        Assert.That(Text(error!, "type"), Is.EqualTo("ERROR"));
        Assert.That(Text(error!, "object.reason"), Is.EqualTo("Expired"));
        Assert.That(await watch.NextAsync(), Is.Null);
    }

    [Test]
    public async Task A_deletion_carries_the_version_of_the_deletion()
    {
        var created = await ConfigMapAsync("a");
        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1&resourceVersion={Text(created, "metadata.resourceVersion")}");

        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a");
        var deleted = await watch.NextAsync();

        Assert.That(long.Parse(Text(deleted!, "object.metadata.resourceVersion")), Is.GreaterThan(long.Parse(Text(created, "metadata.resourceVersion"))));
    }

    [Test]
    public async Task A_streaming_list_ends_with_a_marked_bookmark()
    {
        await ConfigMapAsync("a");
        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        var bookmark = await watch.NextAsync();

        Assert.That(Text(bookmark!, "type"), Is.EqualTo("BOOKMARK"));
        Assert.That(bookmark!["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.ToString(), Is.EqualTo("true"));
    }

    [Test]
    public async Task A_watch_ends_at_its_time_with_a_bookmark()
    {
        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1&timeoutSeconds=1&allowWatchBookmarks=true");

        // The server's periodic bookmark may fall into the same second.
        var types = new List<string>();
        while (await watch.NextAsync() is { } item) types.Add(Text(item, "type"));

        Assert.That(types, Is.Not.Empty.And.All.EqualTo("BOOKMARK"));
    }

    [Test]
    public async Task One_name_can_be_watched()
    {
        await ConfigMapAsync("a");
        await ConfigMapAsync("b");
        using var watch = await WatchStream.OpenAsync($"{ConfigMaps}?watch=1&fieldSelector=metadata.name%3Da");

        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        await MergeAsync($"{ConfigMaps}/b", """{"data":{"x":"y"}}""");
        await MergeAsync($"{ConfigMaps}/a", """{"data":{"x":"y"}}""");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("MODIFIED a"));
    }

    [Test]
    public async Task Watches_work_in_process_too()
    {
        using var client = SharedServer.Server.InProcess(new UserInfo("test", ["system:masters"]));
        using var watch = await WatchStream.OpenAsync(client, new Uri("https://in-process"), $"{ConfigMaps}?watch=1");

        await ConfigMapAsync("a");

        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
    }

    private async Task<ClientWebSocket> OpenSocketAsync(string query, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("base64.binary.k8s.io");
        var address = new UriBuilder(new Uri(SharedServer.Server.Server, ConfigMaps + query)) { Scheme = "wss" };
        await socket.ConnectAsync(address.Uri, SharedServer.Server.Http, cancellationToken);
        return socket;
    }
}
