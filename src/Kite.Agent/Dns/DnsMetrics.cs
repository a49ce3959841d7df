using System.Diagnostics.Metrics;
using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns;

/// <summary>The DNS server's metrics, under CoreDNS' names.</summary>
internal sealed class DnsMetrics
{
    private readonly Counter<long> requests;
    private readonly Counter<long> responses;
    private readonly Counter<long> hits;
    private readonly Counter<long> misses;

    public DnsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Kite.Agent.Dns");
        requests = meter.CreateCounter<long>("coredns_dns_requests_total", null, "Queries received, by transport.");
        responses = meter.CreateCounter<long>("coredns_dns_responses_total", null, "Answers sent, by response code.");
        hits = meter.CreateCounter<long>("coredns_cache_hits_total", null, "Queries for names outside the cluster that the cache answered.");
        misses = meter.CreateCounter<long>("coredns_cache_misses_total", null, "Queries that went upstream.");
    }

    public void Request(bool overTcp) => requests.Add(1, new KeyValuePair<string, object?>("proto", overTcp ? "tcp" : "udp"));

    public void Response(ReadOnlySpan<byte> message) => responses.Add(1, new KeyValuePair<string, object?>("rcode", CodeName(message)));

    public void CacheHit() => hits.Add(1);

    public void CacheMiss() => misses.Add(1);

    private static string CodeName(ReadOnlySpan<byte> message) => DnsHeader.TryRead(message, out var header) ? header.ResponseCode switch
    {
        ResponseCode.NoError => "NOERROR",
        ResponseCode.FormatError => "FORMERR",
        ResponseCode.ServerFailure => "SERVFAIL",
        ResponseCode.NameError => "NXDOMAIN",
        ResponseCode.NotImplemented => "NOTIMP",
        ResponseCode.Refused => "REFUSED",
        _ => "OTHER",
    } : "OTHER";
}
