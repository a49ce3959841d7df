using System.Net.Sockets;
using Kite.Agent.Dns.Messages;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Dns;

/// <summary>Answers queries over TCP, any number on one connection, one after another.</summary>
internal sealed partial class TcpEndpoint(DnsResponder responder, DnsMetrics metrics, ILogger<TcpEndpoint> logger)
{
    private const int MostConnections = 128;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public async Task RunAsync(Socket listener, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(MostConnections, MostConnections);
        try
        {
            while (true)
            {
                await slots.WaitAsync(cancellationToken);
                _ = ServeAsync(await AcceptAsync(listener, slots, cancellationToken), slots, cancellationToken);
            }
        }
        finally
        {
            for (var i = 0; i < MostConnections; i++) await slots.WaitAsync(CancellationToken.None);
        }
    }

    private static async Task<Socket> AcceptAsync(Socket listener, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            return await listener.AcceptAsync(cancellationToken);
        }
        catch
        {
            slots.Release();
            throw;
        }
    }

    private async Task ServeAsync(Socket client, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var writer = new DnsWriter(DnsSizes.Tcp);
            idle.CancelAfter(Idle);
            while (await TcpFrames.ReadAsync(stream, idle.Token) is { } request)
            {
                metrics.Request(overTcp: true);
                if (responder.Answer(request, overTcp: true, writer) is { } pending) await responder.AnswerAsync(pending, request, writer, idle.Token);
                if (writer.Written.Length == 0) return;
                metrics.Response(writer.Written.Span);
                await TcpFrames.WriteAsync(stream, writer.Written, idle.Token);
                idle.CancelAfter(Idle);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client is gone or idle, or the server is stopping.
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(logger, e);
        }
        finally
        {
            slots.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A DNS connection failed")]
        public static partial void ConnectionFailed(ILogger logger, Exception exception);
    }
}
