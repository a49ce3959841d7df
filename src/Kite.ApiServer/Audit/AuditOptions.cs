namespace Kite.ApiServer.Audit;

/// <summary>What is kept of requests, and where.</summary>
public sealed record AuditOptions
{
    /// <summary>The policy; null where nothing is kept.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>The log; <c>-</c> for standard output, null for none.</summary>
    public string? LogPath { get; init; }

    /// <summary>The size in megabytes at which a log is put aside and a new one begun; 0 for never.</summary>
    public int LogMaxSize { get; init; }

    /// <summary>For how many days logs that were put aside are kept; 0 for ever.</summary>
    public int LogMaxAge { get; init; }

    /// <summary>How many logs that were put aside are kept; 0 for all.</summary>
    public int LogMaxBackup { get; init; }

    /// <summary>A kubeconfig that names a webhook which is told of events; null for none.</summary>
    public string? WebhookConfigFile { get; init; }

    /// <summary>The most events in one call of the webhook.</summary>
    public int WebhookBatchMaxSize { get; init; } = 400;

    /// <summary>How long the webhook is kept waiting for a batch to fill up.</summary>
    public TimeSpan WebhookBatchMaxWait { get; init; } = TimeSpan.FromSeconds(30);
}
