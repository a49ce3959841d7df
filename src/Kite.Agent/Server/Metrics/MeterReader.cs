using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Kite.Agent.Server.Metrics;

/// <summary>Adds up what the parts of the node count and time with meters, for Prometheus.</summary>
internal sealed class MeterReader : IDisposable
{
    private const string Prefix = "Kite.Agent";
    private static readonly double[] DefaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, Series> families = new(StringComparer.Ordinal);

    public MeterReader()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name.StartsWith(Prefix, StringComparison.Ordinal)) self.EnableMeasurementEvents(instrument, families.GetOrAdd(instrument.Name, _ => new Series(instrument)));
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((Series)state!).Add(value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((Series)state!).Add(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((Series)state!).Add(value, tags));
        listener.Start();
    }

    /// <summary>Writes everything, in the order of names.</summary>
    public void Write(MetricText text)
    {
        listener.RecordObservableInstruments();
        foreach (var (_, series) in families.OrderBy(family => family.Key, StringComparer.Ordinal)) series.Write(text);
    }

    public void Dispose() => listener.Dispose();

    private sealed class Series(Instrument instrument)
    {
        private readonly Lock gate = new();
        private readonly SortedDictionary<string, Point> points = new(StringComparer.Ordinal);
        private readonly string type = instrument switch
        {
            Histogram<double> or Histogram<long> or Histogram<int> => "histogram",
            Counter<long> or Counter<int> or Counter<double> => "counter",
            _ => "gauge",
        };

        // Observed ones tell their value, up-down counters by how much it changed.
        private readonly bool isSet = instrument.IsObservable || instrument is Gauge<long> or Gauge<int> or Gauge<double>;
        private readonly double[] buckets = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? DefaultBuckets;

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = Labels(tags);
            lock (gate)
            {
                if (!points.TryGetValue(labels, out var point)) points[labels] = point = new Point(type == "histogram" ? buckets.Length : 0);
                point.Value = isSet ? value : point.Value + value;
                point.Count++;
                for (var i = 0; i < point.Buckets.Length; i++)
                    if (value <= buckets[i]) point.Buckets[i]++;
            }
        }

        public void Write(MetricText text)
        {
            text.Family(instrument.Name, type, instrument.Description ?? "");
            lock (gate)
            {
                foreach (var (labels, point) in points)
                {
                    if (type == "histogram") Write(text, labels, point);
                    else text.Sample(point.Value, labels, null);
                }
            }
        }

        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = new (string, string)[tags.Length];
            for (var i = 0; i < labels.Length; i++) labels[i] = (tags[i].Key, tags[i].Value?.ToString() ?? "");
            return MetricText.Labels(labels);
        }

        private void Write(MetricText text, string labels, Point point)
        {
            string With(string bound) => (labels.Length == 0 ? "{" : labels[..^1] + ",") + $"le=\"{bound}\"}}";
            for (var i = 0; i < buckets.Length; i++) text.Sample(point.Buckets[i], With(buckets[i].ToString(System.Globalization.CultureInfo.InvariantCulture)), null, "_bucket");
            text.Sample(point.Count, With("+Inf"), null, "_bucket");
            text.Sample(point.Value, labels, null, "_sum");
            text.Sample(point.Count, labels, null, "_count");
        }
    }

    private sealed class Point(int buckets)
    {
        public double Value { get; set; }

        public long Count { get; set; }

        public long[] Buckets { get; } = new long[buckets];
    }
}
