using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Errors;
using YamlDotNet.Core;

namespace Kite.Api.Codecs;

/// <summary>YAML to JSON nodes and back, with the scalar rules that Kubernetes' clients rely on.</summary>
public static class YamlCodec
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads one document; null for an empty one. JSON is YAML too.</summary>
    /// <exception cref="ApiStatusException">It isn't YAML, isn't UTF-8, has a key twice, nests or expands too far (400).</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8) => Read(utf8, 1) is [var node, ..] ? node : null;

    /// <summary>Reads a manifest of any number of documents, empty ones left out.</summary>
    /// <exception cref="ApiStatusException">It isn't YAML, isn't UTF-8, has a key twice, nests or expands too far (400).</exception>
    public static IReadOnlyList<JsonNode> ParseAll(ReadOnlySpan<byte> utf8) => [.. Read(utf8, int.MaxValue).OfType<JsonNode>()];

    /// <summary>Writes a value as a YAML document, objects in the order they have.</summary>
    public static string ToText(JsonNode? node)
    {
        var writer = new StringWriter();
        YamlWriter.Write(writer, node);
        return writer.ToString();
    }

    private static List<JsonNode?> Read(ReadOnlySpan<byte> utf8, int limit)
    {
        try
        {
            return new YamlReader(StrictUtf8.GetString(utf8)).ReadDocuments(limit);
        }
        catch (YamlException e)
        {
            throw ApiErrors.BadRequest($"error converting YAML to JSON: yaml: line {e.Start.Line}: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw ApiErrors.BadRequest("error converting YAML to JSON: yaml: invalid UTF-8", e);
        }
    }
}
