namespace Kite.Agent.Server.Metrics;

/// <summary>A page of metrics below <c>/metrics</c>.</summary>
internal interface IMetricsPage
{
    /// <summary>What follows in the path, such as <c>cadvisor</c>; empty for <c>/metrics</c> itself.</summary>
    string Name { get; }

    /// <summary>Writes the metrics as they are now.</summary>
    void Write(MetricText text);

    /// <summary>Finds out what takes others to say; to be called before it is written.</summary>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
