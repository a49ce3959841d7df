using System.Net;
using System.Net.Sockets;
using Kite.Agent.Dns.Messages;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Dns;

/// <summary>Answers queries over UDP: names of the cluster one after another in the loop, others beside it.</summary>
internal sealed partial class UdpEndpoint(DnsResponder responder, DnsMetrics metrics, ILogger<UdpEndpoint> logger)
{
    private const int MostPending = 512;

    public async Task RunAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(MostPending, MostPending);
        var writer = new DnsWriter(DnsSizes.Udp);
        var buffer = new byte[DnsSizes.Udp];
        var client = new SocketAddress(socket.AddressFamily);
        try
        {
            while (true)
            {
                var length = await ReceiveAsync(socket, buffer, client, cancellationToken);
                if (length == 0) continue;
                metrics.Request(overTcp: false);
                var pending = responder.Answer(buffer.AsSpan(0, length), overTcp: false, writer);
                if (pending is null) await SendAsync(socket, writer, client, cancellationToken);
                else if (slots.Wait(0, CancellationToken.None)) _ = AnswerLaterAsync(socket, pending, buffer.AsSpan(0, length).ToArray(), Copy(client), slots, cancellationToken);
                else Log.Overloaded(logger);
            }
        }
        finally
        {
            // Those that wait for upstream end with the token; the socket is theirs until then.
            for (var i = 0; i < MostPending; i++) await slots.WaitAsync(CancellationToken.None);
        }
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.CopyTo(copy.Buffer);
        return copy;
    }

    private async ValueTask<int> ReceiveAsync(Socket socket, byte[] buffer, SocketAddress client, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveFromAsync(buffer, SocketFlags.None, client, cancellationToken);
        }
        catch (SocketException e)
        {
            // A client that went away (ICMP) or a datagram that was too large.
            Log.ClientFailed(logger, e.Message);
            return 0;
        }
    }

    private async Task AnswerLaterAsync(Socket socket, PendingQuery pending, byte[] request, SocketAddress client, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            var writer = new DnsWriter(DnsSizes.Udp);
            await responder.AnswerAsync(pending, request, writer, cancellationToken);
            await SendAsync(socket, writer, client, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
        catch (Exception e)
        {
            Log.AnswerFailed(logger, e, pending.Query.Name);
        }
        finally
        {
            slots.Release();
        }
    }

    private async ValueTask SendAsync(Socket socket, DnsWriter writer, SocketAddress client, CancellationToken cancellationToken)
    {
        if (writer.Written.Length == 0) return;
        metrics.Response(writer.Written.Span);
        try
        {
            await socket.SendToAsync(writer.Written, SocketFlags.None, client, cancellationToken);
        }
        catch (SocketException e)
        {
            Log.ClientFailed(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "A DNS client is gone: {Reason}")]
        public static partial void ClientFailed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "Too many DNS queries wait for upstream; one is dropped")]
        public static partial void Overloaded(ILogger logger);

        [LoggerMessage(LogLevel.Error, "Answering a DNS query for {Name} failed")]
        public static partial void AnswerFailed(ILogger logger, Exception exception, string name);
    }
}
