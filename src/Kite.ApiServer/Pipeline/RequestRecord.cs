using System.Diagnostics;
using Kite.ApiServer.Audit;
using Kite.ApiServer.FlowControl;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.Pipeline;

/// <summary>What is kept of a request while it is served, for those who count and log.</summary>
internal sealed class RequestRecord
{
    private long elsewhere;

    /// <summary>When it came, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Started { get; } = Stopwatch.GetTimestamp();

    /// <summary>What it asks for.</summary>
    public RequestInfo Info { get; set; } = RequestInfo.Unread;

    /// <summary>The query.</summary>
    public RequestQuery Query { get; set; } = RequestQuery.Empty;

    /// <summary>Where it is counted; null until it is known what it asks for.</summary>
    public RequestSeries? Counted { get; set; }

    /// <summary>Its stay at its priority level; null where it has none.</summary>
    public FlowTicket? Flow { get; set; }

    /// <summary>What is kept of it for the audit log; null where nothing is.</summary>
    public AuditEvent? Audit { get; set; }

    /// <summary>The size of the answer's body; null where it isn't known.</summary>
    public long? ResponseBytes { get; set; }

    /// <summary>True where the server failed at it.</summary>
    public bool HasPanicked { get; set; }

    /// <summary>How long it took until now.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Started);

    /// <summary>How much of that it spent in queues and webhooks.</summary>
    public TimeSpan Elsewhere => TimeSpan.FromTicks(Interlocked.Read(ref elsewhere));

    /// <summary>Counts time that it spent in a queue or a webhook.</summary>
    public void SpendElsewhere(TimeSpan time) => Interlocked.Add(ref elsewhere, time.Ticks);
}
