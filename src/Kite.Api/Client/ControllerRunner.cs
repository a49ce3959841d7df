using Kite.Api.Errors;
using Kite.Api.Meta;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Api.Client;

/// <summary>The one run loop of all controllers: it owns the queues, retries, back-off and failures.</summary>
/// <param name="controllers">The controllers to run.</param>
/// <param name="informers">Where controllers get their copies from.</param>
/// <param name="timeProvider">The clock of delays.</param>
/// <param name="statistics">Learns of the queues.</param>
/// <param name="logger">The log.</param>
public sealed partial class ControllerRunner(IEnumerable<IController> controllers, IInformerFactory informers, TimeProvider timeProvider, WorkQueueRegistry statistics, ILogger<ControllerRunner> logger) : BackgroundService
{
    private const int WorkersPerController = 4;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var workers = new List<Task>();
        var queues = new List<WorkQueue<ObjectKey>>();
        foreach (var controller in controllers)
        {
            var queue = new WorkQueue<ObjectKey>(timeProvider, controller.Name);
            statistics.Add(queue.Statistics);
            queues.Add(queue);
            var used = new RecordingInformerFactory(informers);
            controller.Register(used, queue);
            for (var i = 0; i < WorkersPerController; i++) workers.Add(WorkAsync(controller, queue, used, stoppingToken));
        }
        await Task.WhenAll(workers);
        foreach (var queue in queues) queue.Dispose();
    }

    private async Task WorkAsync(IController controller, WorkQueue<ObjectKey> queue, RecordingInformerFactory used, CancellationToken stoppingToken)
    {
        try
        {
            // A decision on half a picture is a wrong one: a ReplicaSet that doesn't know its pods yet would create them again.
            await used.WaitForSyncAsync(stoppingToken);
            while (true) await ReconcileAsync(controller, queue, await queue.TakeAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping; the next start reconciles everything anew.
        }
    }

    private async Task ReconcileAsync(IController controller, WorkQueue<ObjectKey> queue, ObjectKey key, CancellationToken stoppingToken)
    {
        try
        {
            var again = await controller.ReconcileAsync(key, stoppingToken);
            queue.Forget(key);
            if (again is { } delay) queue.AddAfter(key, delay);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.Conflict or StatusReason.AlreadyExists)
        {
            queue.Retry(key);
        }
        catch (ApiStatusException e) when (e.IsNamespaceTerminating)
        {
            queue.Forget(key);
        }
        catch (ApiStatusException e)
        {
            // Mostly what the controller was about to change has just gone, of which its copy hears in a moment.
            if (e.Reason is StatusReason.NotFound) Log.Gone(logger, controller.Name, key, e.Message);
            else Log.Refused(logger, controller.Name, key, e.Message);
            queue.Retry(key);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            Log.ReconcileFailed(logger, e, controller.Name, key);
            queue.Retry(key);
        }
        finally
        {
            queue.Done(key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Controller} could not reconcile {Key} and tries again: {Error}")]
        public static partial void Gone(ILogger logger, string controller, ObjectKey key, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller} could not reconcile {Key} and tries again: {Error}")]
        public static partial void Refused(ILogger logger, string controller, ObjectKey key, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller} could not reconcile {Key} and tries again")]
        public static partial void ReconcileFailed(ILogger logger, Exception exception, string controller, ObjectKey key);
    }
}
