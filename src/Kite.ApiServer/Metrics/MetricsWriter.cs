using System.Globalization;
using System.Text;
using Kite.Api.Metrics;

namespace Kite.ApiServer.Metrics;

/// <summary>Writes samples in Prometheus' text format, or in OpenMetrics'.</summary>
/// <remarks><see href="https://prometheus.io/docs/instrumenting/exposition_formats/"/></remarks>
internal sealed class MetricsWriter(bool isOpenMetrics)
{
    private const string Total = "_total";
    private readonly StringBuilder text = new(64 * 1024);
    private string family = "";

    /// <summary>How many families there are.</summary>
    public int Families { get; private set; }

    /// <summary>Begins a counter.</summary>
    public void Counter(string name, string help)
    {
        // OpenMetrics names the family without the suffix that its samples have.
        var isSuffixed = name.EndsWith(Total, StringComparison.Ordinal);
        Begin(name, isOpenMetrics && isSuffixed ? name[..^Total.Length] : name, isOpenMetrics && !isSuffixed ? "unknown" : "counter", help);
    }

    /// <summary>Begins a gauge.</summary>
    public void Gauge(string name, string help) => Begin(name, name, "gauge", help);

    /// <summary>Begins a histogram.</summary>
    public void Histogram(string name, string help) => Begin(name, name, "histogram", help);

    /// <summary>Writes a sample of the family begun last.</summary>
    /// <param name="labels">The labels as <see cref="MetricLabels"/> makes them; empty for none.</param>
    /// <param name="value">The value.</param>
    public void Sample(string labels, long value) => Line("", labels, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Sample(string, long)"/>
    public void Sample(string labels, double value) => Line("", labels, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Writes all of a histogram, in the family begun last.</summary>
    public void Sample(string labels, Histogram histogram)
    {
        long below = 0;
        var separator = labels.Length == 0 ? "" : ",";
        for (var i = 0; i < histogram.Bounds.Count; i++)
        {
            below += histogram.InBucket(i);
            Line("_bucket", $"{labels}{separator}le=\"{histogram.Bounds[i].ToString("R", CultureInfo.InvariantCulture)}\"", below.ToString(CultureInfo.InvariantCulture));
        }
        below += histogram.InBucket(histogram.Bounds.Count);
        var count = below.ToString(CultureInfo.InvariantCulture);
        Line("_bucket", $"{labels}{separator}le=\"+Inf\"", count);
        Line("_sum", labels, histogram.Sum.ToString("R", CultureInfo.InvariantCulture));
        Line("_count", labels, count);
    }

    /// <summary>All that was written, as UTF-8.</summary>
    public byte[] ToUtf8()
    {
        if (isOpenMetrics) text.Append("# EOF\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Begin(string name, string shown, string type, string help)
    {
        family = name;
        Families++;
        text.Append("# HELP ").Append(shown).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(shown).Append(' ').Append(type).Append('\n');
    }

    private void Line(string suffix, string labels, string value)
    {
        text.Append(family).Append(suffix);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value).Append('\n');
    }
}
