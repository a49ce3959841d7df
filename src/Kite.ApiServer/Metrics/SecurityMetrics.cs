using System.Diagnostics;
using Kite.Api.Metrics;

namespace Kite.ApiServer.Metrics;

/// <summary>How often requests were authenticated and authorized, with what result, and how long that took.</summary>
internal sealed class SecurityMetrics : IMetricsSource
{
    private static readonly double[] Durations = [.. Enumerable.Range(0, 15).Select(power => 0.001 * (1 << power))];
    private readonly Histogram authenticated = new(Durations);
    private readonly Histogram unauthenticated = new(Durations);
    private readonly Histogram allowed = new(Durations);
    private readonly Histogram denied = new(Durations);

    /// <summary>It was looked who sent a request.</summary>
    /// <param name="started">When that began, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="isKnown">True where they are who they say.</param>
    public void Authenticate(long started, bool isKnown) => (isKnown ? authenticated : unauthenticated).Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);

    /// <summary>It was looked whether somebody may do what they ask.</summary>
    /// <param name="started">When that began, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="isAllowed">True where they may.</param>
    public void Authorize(long started, bool isAllowed) => (isAllowed ? allowed : denied).Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        writer.Counter("authentication_attempts", "[ALPHA] Counter of authenticated attempts.");
        writer.Sample("result=\"success\"", authenticated.Count);
        writer.Sample("result=\"failure\"", unauthenticated.Count);
        writer.Histogram("authentication_duration_seconds", "[ALPHA] Authentication duration in seconds broken out by result.");
        writer.Sample("result=\"success\"", authenticated);
        writer.Sample("result=\"failure\"", unauthenticated);
        writer.Counter("authorization_attempts_total", "[ALPHA] Counter of authorization attempts broken down by result. It can be either 'allowed', 'denied', 'no-opinion' or 'error'.");
        writer.Sample("result=\"allowed\"", allowed.Count);
        writer.Sample("result=\"denied\"", denied.Count);
        writer.Histogram("authorization_duration_seconds", "[ALPHA] Authorization duration in seconds broken out by result.");
        writer.Sample("result=\"allowed\"", allowed);
        writer.Sample("result=\"denied\"", denied);
    }
}
