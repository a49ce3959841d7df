using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Audit.Backends;

/// <summary>Writes events to the log, in the background.</summary>
internal sealed partial class AuditLog(AuditOptions options, TimeProvider time, ILogger<AuditLog> logger) : BackgroundService, IAuditBackend
{
    private readonly EventQueue queue = new();

    /// <inheritdoc/>
    public string Name => "log";

    /// <inheritdoc/>
    public bool Take(byte[] audited) => options.LogPath is null || queue.TryAdd(audited);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken is written before the end.
        queue.Complete();
        if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.LogPath is null) return;
        using var file = new AuditLogFile(options, time);
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            try
            {
                while (queue.Reader.TryRead(out var audited))
                {
                    queue.Release(audited);
                    file.Append(audited);
                }
                file.Flush();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.Failed(logger, options.LogPath, e.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The audit log {File} can't be written: {Problem}")]
        public static partial void Failed(ILogger logger, string file, string problem);
    }
}
