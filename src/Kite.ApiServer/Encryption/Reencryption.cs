using Kite.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Encryption;

/// <summary>
/// Rewrites everything that is stored otherwise than the rules in force say, then erases the history, so that neither old keys nor plain values are left on the disk. Begins anew where it was interrupted.
/// </summary>
internal sealed partial class Reencryption(EncryptedStore store, RulesInForce inForce, ManagedEncryption? managed, TimeProvider time, ILogger<Reencryption> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim requested = new(0);
    private volatile ReencryptionProgress progress = new(false, 0, "");

    /// <summary>How far it is.</summary>
    public ReencryptionProgress Progress => progress;

    /// <summary>Asks for everything to be rewritten, by the rules in force by now.</summary>
    public void Request()
    {
        progress = new ReencryptionProgress(true, 0, "");
        requested.Release();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        requested.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (managed?.Keys.Stage == RotationStage.ReencryptActive) Request();
        while (true)
        {
            await requested.WaitAsync(stoppingToken);
            while (!await TryRunAsync(stoppingToken)) await Task.Delay(RetryPeriod, time, stoppingToken);
        }
    }

    private async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rewritten = await RunAsync(cancellationToken);
            progress = new ReencryptionProgress(false, rewritten, "");
            Log.Finished(logger, rewritten);
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            progress = progress with { Problem = e.Message };
            Log.Postponed(logger, e.Message);
            return false;
        }
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        int rewritten;
        do
        {
            // What is still being written by former rules could come after the pass has gone by.
            await inForce.Settled.WaitAsync(cancellationToken);
            rewritten = 0;
            foreach (var prefix in inForce.Rules.Prefixes)
            {
                await foreach (var entry in StorePages.OfAsync(store.Stored, prefix, cancellationToken))
                {
                    if (!await RewriteAsync(entry, cancellationToken)) continue;
                    rewritten++;
                    progress = new ReencryptionProgress(true, ++total, "");
                }
            }
        }
        while (rewritten > 0);
        await store.EraseHistoryAsync(cancellationToken);
        if (managed?.Keys.Stage == RotationStage.ReencryptActive) managed.Change(keys => keys.Finished());
        return total;
    }

    /// <summary>Rewrites a value if it is stored otherwise than the rules say; whoever writes it meanwhile has followed them.</summary>
    private async ValueTask<bool> RewriteAsync(StoreEntry entry, CancellationToken cancellationToken)
    {
        var rules = inForce.Rules;
        if (!rules.Covers(entry.Key) || rules.For(entry.Key).Primary.Reads(entry.Value)) return false;
        var result = await store.WriteAsync(new StoreWrite(entry.Key, rules.Decrypt(entry.Key, entry.Value), entry.ModRevision), cancellationToken);
        return result.Succeeded;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Everything is stored as the encryption configuration says; {Count} values were rewritten")]
        public static partial void Finished(ILogger logger, int count);

        [LoggerMessage(LogLevel.Warning, "Values could not be rewritten; trying again: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);
    }
}
