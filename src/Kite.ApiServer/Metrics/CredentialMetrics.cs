using System.Diagnostics;
using Kite.Api.Metrics;

namespace Kite.ApiServer.Metrics;

/// <summary>How long the certificates of clients go on being valid, and how often a token's owner was known already.</summary>
internal sealed class CredentialMetrics : IMetricsSource
{
    private static readonly double[] Remaining = [0, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 345600, 604800, 2592000, 7776000, 15552000, 31104000];
    private static readonly double[] Durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly Histogram certificates = new(Remaining);
    private readonly Histogram hits = new(Durations);
    private readonly Histogram misses = new(Durations);
    private readonly AtomicCount fetching = new();
    private readonly AtomicCount failed = new();

    /// <summary>A request came with a valid client certificate.</summary>
    /// <param name="remaining">How long it goes on being valid.</param>
    public void UseCertificate(TimeSpan remaining) => certificates.Observe(remaining.TotalSeconds);

    /// <summary>The owner of a token was known already.</summary>
    /// <param name="started">When it was begun to look, in ticks of <see cref="Stopwatch"/>.</param>
    public void Hit(long started) => hits.Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);

    /// <summary>Nobody knows yet whose a token is: it is begun to find out, and has ended when what comes back is disposed.</summary>
    /// <param name="started">When it was begun to look, in ticks of <see cref="Stopwatch"/>.</param>
    public TokenFetch BeginFetch(long started)
    {
        fetching.Add(1);
        return new TokenFetch(isFailed =>
        {
            fetching.Add(-1);
            if (isFailed) failed.Add(1);
            misses.Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        });
    }

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        writer.Histogram("apiserver_client_certificate_expiration_seconds", "[ALPHA] Distribution of the remaining lifetime on the certificate used to authenticate a request.");
        writer.Sample("", certificates);
        writer.Gauge("authentication_token_cache_active_fetch_count", "[ALPHA]");
        writer.Sample("status=\"in_flight\"", fetching.Value);
        writer.Counter("authentication_token_cache_fetch_total", "[ALPHA]");
        var fetched = misses.Count;
        writer.Sample("status=\"error\"", failed.Value);
        writer.Sample("status=\"ok\"", Math.Max(0, fetched - failed.Value));
        writer.Histogram("authentication_token_cache_request_duration_seconds", "[ALPHA]");
        writer.Sample("status=\"hit\"", hits);
        writer.Sample("status=\"miss\"", misses);
        writer.Counter("authentication_token_cache_request_total", "[ALPHA]");
        writer.Sample("status=\"hit\"", hits.Count);
        writer.Sample("status=\"miss\"", fetched);
    }
}
