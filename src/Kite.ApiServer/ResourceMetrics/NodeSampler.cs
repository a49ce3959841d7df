using Kite.Api.Clocks;
using Kite.ApiServer.Streaming;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary>Asks one node what it uses, when somebody wants to know: two samples make a rate.</summary>
/// <remarks>While nobody asks, nothing is sampled. Whoever asks first waits for a second sample a moment later; who asks again gets the use since then.</remarks>
internal sealed partial class NodeSampler(string node, KubeletClient kubelets, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>For how long an answer is good enough: as often as autoscalers ask.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(14);

    /// <summary>Two samples further apart say little about now.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim turn = new(1);
    private NodeSample? before;
    private NodeSample? now;

    /// <summary>The last two samples; null where the node doesn't answer.</summary>
    public async Task<(NodeSample Before, NodeSample Now)?> SampleAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (before is not null && now is not null && clock.Uptime() - now.TakenAt < Freshness) return (before, now);
            var next = await AskAsync(cancellationToken);
            if (now is null || next.TakenAt - now.TakenAt > LongestWindow)
            {
                now = next;
                await Task.Delay(ShortestWindow, clock, cancellationToken);
                next = await AskAsync(cancellationToken);
            }
            (before, now) = (now, next);
            return (before, now);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotSampled(logger, node, e.Message);
            return null;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<NodeSample> AskAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, kubelets.AddressOf(node) + "/metrics/resource");
        using var response = await kubelets.Invoker.SendAsync(request, timeout.Token);
        response.EnsureSuccessStatusCode();
        return SampleParser.Parse(await response.Content.ReadAsStringAsync(timeout.Token), clock);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "What node {Node} uses could not be read: {Error}")]
        public static partial void NotSampled(ILogger logger, string node, string error);
    }
}
