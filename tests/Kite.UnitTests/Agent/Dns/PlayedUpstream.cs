using Kite.Agent.Dns.Forwarding;
using Kite.Agent.Dns.Messages;

namespace Kite.UnitTests.Agent.Dns;

/// <summary>An upstream that answers every query with the same records, and counts.</summary>
internal sealed class PlayedUpstream : IUpstream
{
    public DnsAnswer? Answer { get; set; }

    public byte[]? Raw { get; set; }

    public int Asked { get; private set; }

    public Task<byte[]?> AskAsync(ReadOnlyMemory<byte> query, bool overTcp, CancellationToken cancellationToken)
    {
        Asked++;
        if (Raw is not null || Answer is null) return Task.FromResult(Raw);
        DnsQuery.TryRead(query.Span, out var read);
        var writer = new DnsWriter(DnsSizes.Tcp);
        writer.WriteAnswer(query.Span, read!, Answer, DnsSizes.Tcp);
        return Task.FromResult<byte[]?>(writer.Written.ToArray());
    }
}
