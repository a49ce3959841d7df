using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Proxy;

/// <summary>Answers every HTTP request on one port with the state of one Service. The state is all it knows, so it reads no further than the request's first bytes.</summary>
internal sealed partial class HealthCheckServer : IDisposable
{
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(5);
    private readonly TcpListener listener;
    private readonly ILogger<HealthCheckServer> logger;
    private readonly CancellationTokenSource stopping = new();

    public HealthCheckServer(TcpListener listener, ILogger<HealthCheckServer> logger)
    {
        this.listener = listener;
        this.logger = logger;
        listener.Start();
        Listening = ListenAsync(stopping.Token);
    }

    public HealthCheckAnswer Answer { get; set; } = new("", "", 0);

    /// <summary>Completes when the server has stopped.</summary>
    public Task Listening { get; }

    public void Dispose()
    {
        stopping.Cancel();
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptSocketAsync(cancellationToken);
                await AnswerAsync(client, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A client that sends nothing has had its time.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                Log.ClientFailed(logger, e.Message);
            }
        }
    }

    private async Task AnswerAsync(Socket client, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ClientPatience);
        var request = new byte[2048];
        if (await client.ReceiveAsync(request, patience.Token) == 0) return;
        await client.SendAsync(Answer.ToHttp(), patience.Token);
        client.Shutdown(SocketShutdown.Send);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "A health check ended early: {Reason}")]
        public static partial void ClientFailed(ILogger logger, string reason);
    }
}
