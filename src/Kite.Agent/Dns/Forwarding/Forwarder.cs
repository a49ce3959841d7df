using System.Collections.Concurrent;
using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns.Forwarding;

/// <summary>Answers what isn't the cluster's: from the cache, or from upstream; clients that ask the same at the same time share one query.</summary>
internal sealed class Forwarder(IUpstream upstream, AnswerCache cache, DnsMetrics metrics)
{
    private readonly ConcurrentDictionary<(QuestionKey Key, bool OverTcp), Lazy<Task<CachedAnswer?>>> running = new();

    /// <summary>The cached answer, or null.</summary>
    public byte[]? TryCached(ReadOnlySpan<byte> request, DnsQuery query, int largest)
    {
        if (!cache.TryGet(QuestionKey.Of(query), out var answer, out var age) || answer.Length > largest) return null;
        metrics.CacheHit();
        return answer.For(request, query.QuestionEnd, age);
    }

    /// <summary>The answer from upstream, or null where nobody answers.</summary>
    /// <param name="request">The query's bytes; they are kept until the answer is there.</param>
    /// <param name="query">The query.</param>
    /// <param name="overTcp">True where the client came over TCP, since UDP was too small.</param>
    /// <param name="cancellationToken">Ends the waiting of this client; others who share the query go on.</param>
    public async Task<byte[]?> AskAsync(ReadOnlyMemory<byte> request, DnsQuery query, bool overTcp, CancellationToken cancellationToken)
    {
        var key = (QuestionKey.Of(query), overTcp);
        var shared = running.GetOrAdd(key, asked => new Lazy<Task<CachedAnswer?>>(() => AskUpstreamAsync(request, asked)));
        var answer = await shared.Value.WaitAsync(cancellationToken);
        return answer?.For(request.Span, query.QuestionEnd, TimeSpan.Zero);
    }

    // Bounded by the upstream's patience, not by the client that happened to come first.
    private async Task<CachedAnswer?> AskUpstreamAsync(ReadOnlyMemory<byte> request, (QuestionKey Key, bool OverTcp) asked)
    {
        try
        {
            metrics.CacheMiss();
            var message = await upstream.AskAsync(request, asked.OverTcp, CancellationToken.None);
            if (message is null || CachedAnswer.TryRead(message) is not { } answer) return null;
            cache.Set(asked.Key, answer);
            return answer;
        }
        finally
        {
            running.TryRemove(asked, out _);
        }
    }
}
