using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kite.Api.Codecs;

/// <summary>Reads YAML events into JSON nodes; bounded in depth and in what aliases may expand to.</summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 200;

    /// <summary>A few aliases of aliases can stand for billions of nodes; this many are plenty for what fits in a request.</summary>
    private const int MaxNodes = 1_000_000;

    private readonly Parser parser;
    private readonly Dictionary<AnchorName, JsonNode?> anchors = [];
    private int nodes;

    internal YamlReader(string text) => parser = new Parser(new StringReader(text));

    internal List<JsonNode?> ReadDocuments(int limit)
    {
        var documents = new List<JsonNode?>();
        parser.Consume<StreamStart>();
        while (documents.Count < limit && parser.TryConsume<DocumentStart>(out _))
        {
            anchors.Clear();
            documents.Add(ReadNode(0));
            parser.Consume<DocumentEnd>();
        }
        return documents;
    }

    private JsonNode? ReadNode(int depth)
    {
        if (depth > MaxDepth) throw new YamlException(parser.Current!.Start, parser.Current.End, "exceeded max depth");
        if (++nodes > MaxNodes) throw new YamlException(parser.Current!.Start, parser.Current.End, "document contains excessive aliasing");
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Resolve(alias);
        if (parser.TryConsume<Scalar>(out var scalar)) return Keep(scalar.Anchor, YamlScalars.Resolve(scalar));
        return parser.TryConsume<SequenceStart>(out var list) ? Keep(list.Anchor, ReadList(depth)) : Keep(parser.Consume<MappingStart>().Anchor, ReadMap(depth));
    }

    private JsonArray ReadList(int depth)
    {
        var list = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(ReadNode(depth + 1));
        return list;
    }

    private JsonObject ReadMap(int depth)
    {
        var map = new JsonObject();
        List<JsonNode?>? merged = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key)) throw new YamlException(parser.Current!.Start, parser.Current.End, "invalid map key");
            var value = ReadNode(depth + 1);
            if (key is { Value: "<<", IsPlainImplicit: true }) (merged ??= []).Add(value);
            else if (!map.TryAdd(KeyOf(key), value)) throw new YamlException(key.Start, key.End, $"key \"{key.Value}\" already set in map");
        }
        foreach (var source in merged ?? []) MergeInto(map, source);
        return map;
    }

    /// <summary>What a merge key brings in; own keys, and those of earlier sources, come first.</summary>
    private void MergeInto(JsonObject map, JsonNode? source)
    {
        if (source is JsonArray list)
        {
            foreach (var item in list) MergeInto(map, item);
            return;
        }
        if (source is not JsonObject other) throw new YamlException("map merge requires map or sequence of maps as the value");
        foreach (var (name, value) in other)
        {
            if (!map.ContainsKey(name)) map.Add(name, Copy(value));
        }
    }

    /// <summary>Keys are strings in JSON: a number or boolean counts as it is written in JSON.</summary>
    private static string KeyOf(Scalar key) => YamlScalars.Resolve(key) switch
    {
        null => "null",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        var value => Convert.ToString(value.ToJsonString(), CultureInfo.InvariantCulture)!,
    };

    private JsonNode? Keep(AnchorName anchor, JsonNode? node)
    {
        if (!anchor.IsEmpty) anchors[anchor] = node;
        return node;
    }

    private JsonNode? Resolve(AnchorAlias alias) => anchors.TryGetValue(alias.Value, out var node)
        ? Copy(node)
        : throw new YamlException(alias.Start, alias.End, $"unknown anchor '{alias.Value}' referenced");

    private JsonNode? Copy(JsonNode? node)
    {
        nodes += Count(node, MaxNodes - nodes);
        return nodes > MaxNodes ? throw new YamlException("document contains excessive aliasing") : node?.DeepClone();
    }

    private static int Count(JsonNode? node, int limit)
    {
        var count = 1;
        var children = node switch
        {
            JsonObject map => map.Select(property => property.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var child in children)
        {
            if (count > limit) return count;
            count += Count(child, limit - count);
        }
        return count;
    }
}
