namespace Kite.Configuration;

/// <summary>The settings of <c>kite server</c> that are about requests: how many at once, and what is kept of them.</summary>
internal static class TrafficSettings
{
    public static readonly Setting MaxRequestsInflight = new("max-requests-inflight", "How many reading requests are served at once; with the writing ones they make up the seats of priority and fairness", "400");
    public static readonly Setting MaxMutatingRequestsInflight = new("max-mutating-requests-inflight", "How many writing requests are served at once", "200");
    public static readonly Setting AuditPolicyFile = new("audit-policy-file", "An audit Policy: what is kept of which requests");
    public static readonly Setting AuditLogPath = new("audit-log-path", "The file that audit events are written to; - for standard output");
    public static readonly Setting AuditLogMaxSize = new("audit-log-maxsize", "The size in megabytes at which an audit log is put aside; 0 for never", "0");
    public static readonly Setting AuditLogMaxAge = new("audit-log-maxage", "For how many days audit logs that were put aside are kept; 0 for ever", "0");
    public static readonly Setting AuditLogMaxBackup = new("audit-log-maxbackup", "How many audit logs that were put aside are kept; 0 for all", "0");
    public static readonly Setting AuditWebhookConfig = new("audit-webhook-config-file", "A kubeconfig that names a webhook which is told of audit events");
    public static readonly Setting AuditWebhookBatchSize = new("audit-webhook-batch-max-size", "The most audit events in one call of the webhook", "400");
    public static readonly Setting AuditWebhookBatchWait = new("audit-webhook-batch-max-wait", "How long the webhook is kept waiting for a batch to fill up", "30s");
    public static readonly Setting CorsAllowedOrigins = new("cors-allowed-origins", "The origins that browsers may send requests from: regular expressions, comma-separated");
    public static readonly Setting ShutdownDelay = new("shutdown-delay-duration", "How long the server goes on serving, unready, before it stops", "0s");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = 
    [
        MaxRequestsInflight, MaxMutatingRequestsInflight, CorsAllowedOrigins, ShutdownDelay,
        AuditPolicyFile, AuditLogPath, AuditLogMaxSize, AuditLogMaxAge, AuditLogMaxBackup, AuditWebhookConfig, AuditWebhookBatchSize, AuditWebhookBatchWait,
    ];
}
