using System.Globalization;
using System.Text;

namespace Kite.Agent.Server.Metrics;

/// <summary>Metrics in Prometheus' text format.</summary>
internal sealed class MetricText
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new(4096);
    private string family = "";

    /// <summary>Begins the samples of a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    /// <param name="help">What it says.</param>
    public MetricText Family(string name, string type, string help)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        family = name;
        return this;
    }

    /// <summary>A sample of the current metric.</summary>
    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Sample(value, Labels(labels), null);

    /// <summary>A sample with labels from <see cref="Labels"/>, of a time.</summary>
    /// <param name="value">The value.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="time">When it was taken; null for now.</param>
    /// <param name="suffix">What follows the metric's name, as for histograms.</param>
    public void Sample(double value, string labels, DateTimeOffset? time, string suffix = "")
    {
        text.Append(family).Append(suffix).Append(labels).Append(' ').Append(CultureInfo.InvariantCulture, $"{value}");
        if (time is { } at) text.Append(' ').Append(at.ToUnixTimeMilliseconds());
        text.Append('\n');
    }

    /// <summary>Labels as a sample has them.</summary>
    public static string Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (labels.IsEmpty) return "";
        var text = new StringBuilder("{");
        foreach (var (name, value) in labels)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(name).Append("=\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }
        return text.Append('}').ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
