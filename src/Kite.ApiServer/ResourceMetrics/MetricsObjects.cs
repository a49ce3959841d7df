using System.Buffers;
using System.Text.Json;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary>Makes objects of the group <c>metrics.k8s.io</c>, with the labels of what they are about.</summary>
internal static class MetricsObjects
{
    public const string Group = "metrics.k8s.io";
    public const string Version = "v1beta1";

    /// <summary>An object.</summary>
    /// <param name="about">What it is about.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="now">When it was made.</param>
    /// <param name="write">Writes all but kind and metadata.</param>
    public static CachedObject Make(CachedObject about, string kind, DateTimeOffset now, Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, kind);
            writer.WriteString("apiVersion"u8, $"{Group}/{Version}");
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("name"u8, about.Key.Name);
            if (about.Key.Namespace.Length > 0) writer.WriteString("namespace"u8, about.Key.Namespace);
            writer.WriteString("creationTimestamp"u8, Timestamps.Format(now));
            if (about.Labels.Count > 0)
            {
                writer.WriteStartObject("labels"u8);
                foreach (var (name, value) in about.Labels) writer.WriteString(name, value);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            write(writer);
            writer.WriteEndObject();
        }
        return new CachedObjectReader(SelectableFields.None).Read(about.Key, json.WrittenSpan, 0);
    }
}
