using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Kite.Agent.Runtime;
using Kite.Agent.Server.Forwarding;
using Kite.Agent.Server.WebSockets;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Server;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ChannelConversationTests : IDisposable
{
    private readonly FakePorts pod = new();
    private readonly WebSocket client;
    private readonly WebSocket server;

    public ChannelConversationTests()
    {
        var (near, far) = DuplexStream.CreatePair();
        client = WebSocket.CreateFromStream(near, new WebSocketCreationOptions { IsServer = false });
        server = WebSocket.CreateFromStream(far, new WebSocketCreationOptions { IsServer = true });
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    [Test]
    public async Task Each_port_has_a_stream_for_data_and_one_for_failures_that_begin_with_its_number(CancellationToken cancellationToken)
    {
        var conversation = RunAsync([80, 81], cancellationToken);

        Assert.That(await ReceiveAsync(4, cancellationToken), Is.EquivalentTo(new[] { "0:P\0", "1:P\0", "2:Q\0", "3:Q\0" }));

        await client.SendAsync("\0hello"u8.ToArray(), WebSocketMessageType.Binary, true, cancellationToken);
        Assert.That(await ReceiveAsync(1, cancellationToken), Is.EqualTo(new[] { "0:hello" }));
        await client.SendAsync("\u0002world"u8.ToArray(), WebSocketMessageType.Binary, true, cancellationToken);
        Assert.That(await ReceiveAsync(1, cancellationToken), Is.EqualTo(new[] { "2:world" }));

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        await conversation;
    }

    [Test]
    public async Task A_port_that_nobody_listens_on_is_told_on_its_stream_and_the_connection_ends(CancellationToken cancellationToken)
    {
        var conversation = RunAsync([FakePorts.Closed], cancellationToken);

        Assert.That((await ReceiveAsync(3, cancellationToken))[2], Does.StartWith("1:error forwarding port 7 to pod sandbox, uid : failed to connect to localhost:7"));
        Assert.That((await client.ReceiveAsync(new byte[16].AsMemory(), cancellationToken)).MessageType, Is.EqualTo(WebSocketMessageType.Close));
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        await conversation;
    }

    private Task RunAsync(IReadOnlyList<ushort> ports, CancellationToken cancellationToken) =>
        ChannelConversation.RunAsync(server, ChannelProtocol.Choose(["v4.channel.k8s.io"])!, ports, new PodPorts(pod, "sandbox", new Pod { Metadata = new() { Name = "web", Namespace = "ns" } }), cancellationToken);

    private async Task<List<string>> ReceiveAsync(int messages, CancellationToken cancellationToken)
    {
        var received = new List<string>();
        var buffer = new byte[1024];
        while (received.Count < messages)
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            received.Add($"{buffer[0]}:{Encoding.UTF8.GetString(buffer, 1, read.Count - 1)}");
        }
        return received;
    }

    /// <summary>A pod that says on every port what it hears, except on one where it doesn't listen.</summary>
    private sealed class FakePorts : IRuntimeStreams
    {
        public const ushort Closed = 7;

        public Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken)
        {
            if (port == Closed) throw new SocketException((int)SocketError.ConnectionRefused);
            var (near, far) = DuplexStream.CreatePair();
            _ = far.CopyToAsync(far, cancellationToken);
            return Task.FromResult<Stream>(near);
        }

        public Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReadLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
