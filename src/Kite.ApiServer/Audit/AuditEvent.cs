using System.Diagnostics.CodeAnalysis;
using Kite.ApiServer.Audit.Policies;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Audit;

/// <summary>What is known of one audited request; it grows while the request is served, and is written at each stage.</summary>
internal sealed class AuditEvent(AuditDecision decision, HttpContext context, RequestInfo request, string id, DateTimeOffset received)
{
    // More is no help to anyone, and an object may be as large as a request's body.
    private const int MaxListBytes = 8 * 1024 * 1024;
    private readonly Lock gate = new();
    private SortedDictionary<string, string>? annotations;

    /// <summary>What is kept.</summary>
    public AuditDecision Decision => decision;

    /// <summary>The request.</summary>
    public HttpContext Context => context;

    /// <summary>What it asks for.</summary>
    public RequestInfo Request => request;

    /// <summary>The id, which the client is told too.</summary>
    public string Id => id;

    /// <summary>When it came.</summary>
    public DateTimeOffset Received => received;

    /// <summary>Who asks; null where nobody knows.</summary>
    public UserInfo? User { get; init; }

    /// <summary>As whom they act; null where as themselves.</summary>
    public UserInfo? ImpersonatedUser { get; set; }

    /// <summary>What was sent, as JSON; null where it isn't kept or there is nothing.</summary>
    public ReadOnlyMemory<byte>? RequestObject { get; private set; }

    /// <summary>What was answered, as JSON; null where it isn't kept or there is nothing.</summary>
    public ReadOnlyMemory<byte>? ResponseObject { get; private set; }

    /// <summary>The <c>Status</c> that was answered, as JSON; null where it was none.</summary>
    public ReadOnlyMemory<byte>? Status { get; private set; }

    /// <summary>True where what is sent is kept.</summary>
    public bool KeepsRequest => decision.Level >= AuditLevel.Request;

    /// <summary>True where what is answered is kept.</summary>
    public bool KeepsResponse => decision.Level >= AuditLevel.RequestResponse;

    /// <summary>Keeps what was sent, where the level says so.</summary>
    public void Send(ReadOnlySpan<byte> json)
    {
        if (KeepsRequest) RequestObject = json.ToArray();
    }

    /// <summary>Keeps what is answered, where the level says so; bytes that nobody will change.</summary>
    public void Answer(ReadOnlyMemory<byte> json)
    {
        if (KeepsResponse && json.Length <= MaxListBytes) ResponseObject = json;
    }

    /// <summary>Keeps the <c>Status</c> that is answered.</summary>
    public void AnswerStatus(ReadOnlyMemory<byte> status)
    {
        Status = status;
        Answer(status);
    }

    /// <summary>Adds an annotation; one that is there already stays.</summary>
    public void Annotate(string key, string value)
    {
        lock (gate) (annotations ??= new(StringComparer.Ordinal)).TryAdd(key, value);
    }

    /// <summary>The annotations so far.</summary>
    [SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "It copies")]
    public IReadOnlyList<KeyValuePair<string, string>> GetAnnotations()
    {
        lock (gate) return annotations is null ? [] : [.. annotations];
    }
}
