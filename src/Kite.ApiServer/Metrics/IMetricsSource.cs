namespace Kite.ApiServer.Metrics;

/// <summary>A part of the server that has something to say at <c>/metrics</c>.</summary>
internal interface IMetricsSource
{
    /// <summary>Writes its families, each once.</summary>
    void Write(MetricsWriter writer);
}
