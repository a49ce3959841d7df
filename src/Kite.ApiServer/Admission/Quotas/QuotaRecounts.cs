using Kite.ApiServer.WatchCache;
using Kite.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Counts quotas anew when they change, when something that they count has gone or ended, and every five minutes.</summary>
internal sealed partial class QuotaRecounts(IStore store, ResourceCaches caches, QuotaLedger ledger, QuotaBacklog backlog, TimeProvider time, ILogger<QuotaRecounts> logger) : BackgroundService, IStoreWatcher
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Deletions come in crowds: one count for all that come within this time.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public void OnEvents(ReadOnlySpan<StoreEvent> events)
    {
        // The cache may be behind the event; a namespace's first quota is news by itself.
        var isAnyThere = caches.Of(QuotaLedger.Quotas).State.Objects.Count > 0;
        foreach (var change in events)
        {
            var resource = StorePath.GroupResource(change.Key);
            if (resource is "resourcequotas")
            {
                if (QuotaChanges.NeedsCount(change)) backlog.Add(StorePath.Key(change.Key).Namespace);
            }
            else if (isAnyThere && QuotaChanges.MayFree(resource, change))
            {
                var @namespace = StorePath.Key(change.Key).Namespace;
                if (@namespace.Length > 0 && ledger.HasQuotas(@namespace)) backlog.Add(@namespace);
            }
        }
    }

    /// <inheritdoc/>
    public void OnProgress(long revision)
    {
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = store.Watch(StorePath.Root, store.CurrentRevision, this);
        await Task.WhenAll(CountAsync(stoppingToken), RefreshAsync(stoppingToken));
    }

    private async Task CountAsync(CancellationToken stoppingToken)
    {
        while (await backlog.WaitAsync(stoppingToken))
        {
            await Task.Delay(Gathering, time, stoppingToken);
            foreach (var @namespace in backlog.TakeAll())
            {
                try
                {
                    await ledger.RecountAsync(@namespace, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.NotCounted(logger, e, @namespace);
                    backlog.Add(@namespace);
                    await Task.Delay(AfterFailure, time, stoppingToken);
                }
            }
        }
    }

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            foreach (var @namespace in caches.Of(QuotaLedger.Quotas).List().Select(quota => quota.Key.Namespace).Distinct()) backlog.Add(@namespace);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The quotas of namespace {Namespace} could not be counted")]
        public static partial void NotCounted(ILogger logger, Exception exception, string @namespace);
    }
}
