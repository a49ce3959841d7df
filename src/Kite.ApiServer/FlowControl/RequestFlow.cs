using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.FlowControl;

/// <summary>Lets requests in by priority and fairness: classifies them, and has them wait for their turn where their level is full.</summary>
internal sealed class RequestFlow(FlowControlConfiguration configuration, WorkEstimator estimator, ApiServerOptions options, TimeProvider time)
{
    private readonly InflightCounts inflight = new();
    private readonly DroppedRequests dropped = new(time);

    /// <summary>How many requests are being served.</summary>
    public InflightCounts Inflight => inflight;

    /// <summary>Waits for the request's turn.</summary>
    /// <returns>The request's stay, to be released at its end; null for requests that last, which aren't limited.</returns>
    /// <exception cref="OperationCanceledException">The client left meanwhile.</exception>
    public ValueTask<FlowTicket?> EnterAsync(HttpContext context, RequestRecord record, UserInfo user, CancellationToken cancellationToken)
    {
        var request = record.Info;
        if (request.IsLongRunning && request.Verb != "watch") return new((FlowTicket?)null);
        var schema = configuration.Current.Classify(user, request);
        var flow = schema.Distinguish(user, request);
        var work = estimator.Of(request, record.Query, schema);
        if (work.Seats > 1 || work.FinalSeats > 1) schema.Counters.EstimatedSeats.Observe(Math.Max(work.Seats, work.FinalSeats));
        else schema.Counters.EstimatedSeats.Observe(1);
        var ticket = new FlowTicket(schema, work) { Distinguisher = flow, IsWatch = request.Verb == "watch", IsReadOnly = request.IsReadOnly };
        var headers = context.Response.Headers;
        headers["X-Kubernetes-PF-FlowSchema-UID"] = schema.Uid;
        headers["X-Kubernetes-PF-PriorityLevel-UID"] = schema.Level.Uid;
        return schema.Level.Enter(ticket, schema.FlowOf(flow)) is FlowOutcome.Waiting ? WaitAsync(record, ticket, cancellationToken) : new(ticket);
    }

    /// <summary>After how many seconds a client that was refused may try again.</summary>
    public int RetryAfter(FlowTicket refused) => dropped.Record(refused.Schema.Level.Name);

    private async ValueTask<FlowTicket?> WaitAsync(RequestRecord record, FlowTicket ticket, CancellationToken cancellationToken)
    {
        var level = ticket.Schema.Level;
        // A quarter of the time that the request has in all.
        using var patience = new CancellationTokenSource(options.RequestTimeout / 4, time);
        using var timeUp = patience.Token.Register(() => level.Abandon(ticket, FlowOutcome.TimedOut));
        using var gone = cancellationToken.Register(() => level.Abandon(ticket, FlowOutcome.Cancelled));
        var outcome = await ticket.Waited;
        record.SpendElsewhere(time.GetElapsedTime(ticket.Arrived));
        if (outcome is FlowOutcome.Cancelled) throw new OperationCanceledException(cancellationToken);
        return ticket;
    }
}
