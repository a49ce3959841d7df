using Kite.Agent.Dns.Forwarding;
using Kite.Agent.Dns.Messages;
using Kite.Agent.Dns.Zones;

namespace Kite.Agent.Dns;

/// <summary>Decides who answers a query: the zones, the cache, or upstream.</summary>
internal sealed class DnsResponder(ClusterZone zone, ReverseZone reverse, Forwarder forwarder)
{
    /// <summary>Answers what can be answered without waiting.</summary>
    /// <param name="request">The message that came.</param>
    /// <param name="overTcp">How it came.</param>
    /// <param name="writer">Holds the answer afterwards; nothing in it means that none is due.</param>
    /// <returns>Null where the answer has been written; otherwise what is to be waited for.</returns>
    public PendingQuery? Answer(ReadOnlySpan<byte> request, bool overTcp, DnsWriter writer)
    {
        writer.Clear();
        var code = DnsQuery.TryRead(request, out var query);
        if (code is null) return null;
        if (query is null)
        {
            writer.WriteError(request, code.Value);
            return null;
        }
        var largest = overTcp ? DnsSizes.Tcp : Math.Min(query.UdpSize, DnsSizes.Udp);
        if (code is not ResponseCode.NoError) writer.WriteAnswer(request, query, DnsAnswer.Failed(code.Value), largest);
        else if (!query.IsInternet) writer.WriteAnswer(request, query, DnsAnswer.Failed(ResponseCode.Refused), largest);
        else if ((zone.Resolve(query.Name, query.Type) ?? reverse.Resolve(query.Name, query.Type)) is { } answer)
        {
            if (answer.Outside is not null) return new PendingQuery(query, answer, largest, overTcp);
            writer.WriteAnswer(request, query, answer, largest);
        }
        else if (forwarder.TryCached(request, query, largest) is { } cached) writer.WriteRaw(cached);
        else return new PendingQuery(query, null, largest, overTcp);
        return null;
    }

    /// <summary>Answers what needs upstream; a failure to get an answer is an answer.</summary>
    public async Task AnswerAsync(PendingQuery pending, ReadOnlyMemory<byte> request, DnsWriter writer, CancellationToken cancellationToken)
    {
        writer.Clear();
        if (pending.Alias is { Outside: { } outside } alias)
        {
            var followed = await FollowAsync(alias, outside, pending, cancellationToken);
            writer.WriteAnswer(request.Span, pending.Query, followed, pending.Largest);
            return;
        }
        var answer = await forwarder.AskAsync(request, pending.Query, pending.OverTcp, cancellationToken);
        if (answer is null) writer.WriteAnswer(request.Span, pending.Query, DnsAnswer.Failed(ResponseCode.ServerFailure), pending.Largest);
        else if (answer.Length <= pending.Largest) writer.WriteRaw(answer);
        else writer.WriteTruncated(request.Span, pending.Query);
    }

    private async Task<DnsAnswer> FollowAsync(DnsAnswer alias, string outside, PendingQuery pending, CancellationToken cancellationToken)
    {
        var (question, query) = DnsQuestion.For(outside, pending.Query.Type);
        var answer = forwarder.TryCached(question, query, DnsSizes.Tcp) ?? await forwarder.AskAsync(question, query, pending.OverTcp, cancellationToken);
        if (answer is null) return DnsAnswer.Failed(ResponseCode.ServerFailure);
        DnsHeader.TryRead(answer, out var header);
        return alias with { Code = header.ResponseCode, Records = [.. alias.Records, .. DnsRecordReader.ReadAddresses(answer)] };
    }
}
