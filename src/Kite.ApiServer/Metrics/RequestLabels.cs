namespace Kite.ApiServer.Metrics;

/// <summary>What requests are counted by. Only what the server knows becomes a label, so that nobody can make up endless ones.</summary>
/// <param name="Verb">The verb in upstream's spelling.</param>
/// <param name="Group">The API group.</param>
/// <param name="Version">The API version.</param>
/// <param name="Resource">The plural name.</param>
/// <param name="Subresource">The subresource, or the path of what is no resource.</param>
/// <param name="Scope">What was asked about: <c>resource</c>, <c>namespace</c>, <c>cluster</c> or nothing.</param>
/// <param name="IsDryRun">True where nothing was to be stored.</param>
internal readonly record struct RequestLabels(string Verb, string Group, string Version, string Resource, string Subresource, string Scope, bool IsDryRun)
{
    /// <summary>The labels of counters and durations.</summary>
    public string Text => MetricLabels.Of(("component", "apiserver"), ("dry_run", IsDryRun ? "All" : ""), ("group", Group), ("resource", Resource), ("scope", Scope), ("subresource", Subresource), ("verb", Verb), ("version", Version));

    /// <summary>The labels without the dry run.</summary>
    public string PlainText => MetricLabels.Of(("component", "apiserver"), ("group", Group), ("resource", Resource), ("scope", Scope), ("subresource", Subresource), ("verb", Verb), ("version", Version));
}
