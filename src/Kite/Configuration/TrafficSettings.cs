namespace Kite.Configuration;

/// <summary>The settings of <c>kite server</c> that are about requests: how many at once, and what is kept of them.</summary>
internal static class TrafficSettings
{
    public static readonly Setting MaxRequestsInflight = new("max-requests-inflight", "How many reading requests are served at once; with the writing ones they make up the seats of priority and fairness", "400");
    public static readonly Setting MaxMutatingRequestsInflight = new("max-mutating-requests-inflight", "How many writing requests are served at once", "200");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [MaxRequestsInflight, MaxMutatingRequestsInflight];
}
