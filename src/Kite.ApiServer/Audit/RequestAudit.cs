using Kite.ApiServer.Audit.Backends;
using Kite.ApiServer.Audit.Policies;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Audit;

/// <summary>Keeps what the policy says of requests: events at their stages, handed to the backends.</summary>
internal sealed partial class RequestAudit(AuditOptions options, IEnumerable<IAuditBackend> backends, TimeProvider time, ILogger<RequestAudit> logger) : IReloadable, IMetricsSource
{
    private static readonly UserInfo Nobody = new("", []);
    private readonly IAuditBackend[] backends = [.. backends];
    private readonly long[] levels = new long[4];
    private readonly long[] lost = new long[backends.Count()];
    private volatile AuditPolicy? policy;
    private long made;

    /// <summary>True where there is a policy.</summary>
    public bool IsOn => policy is not null;

    /// <inheritdoc/>
    public string? Path => options.PolicyFile;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> content) => policy = AuditPolicyReader.Parse(options.PolicyFile!, content);

    /// <summary>Begins to keep a request; null where nothing is kept of it.</summary>
    public AuditEvent? Begin(HttpContext context, RequestInfo request, UserInfo user)
    {
        var decision = policy?.Decide(user, request) ?? default;
        Interlocked.Increment(ref levels[(int)decision.Level]);
        if (decision.Level is AuditLevel.None) return null;
        var audited = new AuditEvent(decision, context, request, context.Response.Headers["Audit-Id"].ToString(), time.GetUtcNow()) { User = user };
        Make(audited, AuditStages.RequestReceived);
        if (request.IsLongRunning) context.Response.OnStarting(() => Started(audited));
        return audited;
    }

    /// <summary>Keeps a request of which nobody knows whose it is.</summary>
    public AuditEvent? BeginUnauthenticated(HttpContext context, RequestInfo request)
    {
        var decision = policy?.Decide(Nobody, request) ?? default;
        return decision.Level is AuditLevel.None ? null : new AuditEvent(decision, context, request, context.Response.Headers["Audit-Id"].ToString(), time.GetUtcNow());
    }

    /// <summary>The request has ended.</summary>
    /// <param name="audited">The request.</param>
    /// <param name="hasPanicked">True where the server failed at it.</param>
    public void End(AuditEvent audited, bool hasPanicked)
    {
        if (hasPanicked) Make(audited, AuditStages.Panic);
        else Make(audited, audited.User is null ? AuditStages.ResponseStarted : AuditStages.ResponseComplete);
    }

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        if (!IsOn) return;
        writer.Counter("apiserver_audit_event_total", "[ALPHA] Counter of audit events generated and sent to the audit backend.");
        writer.Sample("", Interlocked.Read(ref made));
        writer.Counter("apiserver_audit_level_total", "[ALPHA] Counter of policy levels for audit events (1 per request).");
        for (var level = 0; level < levels.Length; level++) writer.Sample(MetricLabels.Of(("level", ((AuditLevel)level).ToString())), Interlocked.Read(ref levels[level]));
        writer.Counter("apiserver_audit_error_total", "[ALPHA] Counter of audit events that failed to be audited properly. Plugin identifies the plugin affected by the error.");
        for (var i = 0; i < backends.Length; i++) writer.Sample(MetricLabels.Of(("plugin", backends[i].Name)), Interlocked.Read(ref lost[i]));
    }

    private Task Started(AuditEvent audited)
    {
        Make(audited, AuditStages.ResponseStarted);
        return Task.CompletedTask;
    }

    private void Make(AuditEvent audited, AuditStages stage)
    {
        if (audited.Decision.OmitStages.HasFlag(stage)) return;
        var written = AuditEventWriter.Write(audited, stage, audited.Context.Response.StatusCode, time.GetUtcNow());
        Interlocked.Increment(ref made);
        for (var i = 0; i < backends.Length; i++)
        {
            // The first is worth a line; how many followed is for the metrics to say.
            if (!backends[i].Take(written) && Interlocked.Increment(ref lost[i]) == 1) Log.Lost(logger, backends[i].Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Audit events come faster than {Backend} can take them: some are lost")]
        public static partial void Lost(ILogger logger, string backend);
    }
}
