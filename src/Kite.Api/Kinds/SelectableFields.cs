using System.Text;
using System.Text.Json;
using Kite.Api.Codecs;

namespace Kite.Api.Kinds;

/// <summary>The fields of a kind that field selectors may name, besides <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
public sealed class SelectableFields
{
    private readonly Node root = new("");
    private readonly string[] paths;
    private readonly string[] defaults;

    /// <summary>
    /// The fields given by path; <c>path=value</c> says what an object without the field counts as, <c>name@path</c> is a field
    /// whose name in selectors isn't its path, <c>name@path|other</c> one that another stands in for where it is empty.
    /// </summary>
    internal SelectableFields(params IReadOnlyList<string> fields)
    {
        paths = new string[fields.Count];
        defaults = new string[fields.Count];
        for (var at = 0; at < fields.Count; at++)
        {
            var (field, missing) = Split(fields[at], '=');
            defaults[at] = missing ?? "";
            var (name, path) = Split(field, '@');
            paths[at] = name;
            var (first, other) = Split(path ?? name, '|');
            root.Add(first, at, standsIn: false);
            if (other is not null) root.Add(other, at, standsIn: true);
        }
    }

    /// <summary>No fields.</summary>
    public static SelectableFields None { get; } = new();

    /// <summary>The names, such as <c>spec.nodeName</c>.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>The value of every field in an object's JSON; of a field that is absent, its default.</summary>
    public IReadOnlyDictionary<string, string> Extract(ReadOnlySpan<byte> utf8)
    {
        var values = new Dictionary<string, string>(paths.Length, StringComparer.Ordinal);
        for (var at = 0; at < paths.Length; at++) values[paths[at]] = defaults[at];
        if (paths.Length == 0) return values;
        var reader = new Utf8JsonReader(utf8, JsonCodec.ReaderOptions);
        if (reader.Read() && reader.TokenType is JsonTokenType.StartObject) Walk(ref reader, root, values);
        return values;
    }

    private void Walk(ref Utf8JsonReader reader, Node node, Dictionary<string, string> values)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var child = node.Find(ref reader);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
                continue;
            }
            if (reader.TokenType is JsonTokenType.StartObject) Walk(ref reader, child, values);
            else if (reader.TokenType is JsonTokenType.StartArray) reader.Skip();
            else if (Scalar(ref reader) is { Length: > 0 } text)
            {
                foreach (var (field, standsIn) in child.Fields)
                {
                    if (!standsIn || values[paths[field]] == defaults[field]) values[paths[field]] = text;
                }
            }
        }
    }

    private static (string First, string? Second) Split(string text, char separator)
    {
        var at = text.IndexOf(separator);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    private static string? Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        _ => null,
    };

    /// <summary>One step of the paths.</summary>
    private sealed class Node(string name)
    {
        private readonly List<Node> children = [];

        internal List<(int Field, bool StandsIn)> Fields { get; } = [];

        internal void Add(string path, int field, bool standsIn)
        {
            var dot = path.IndexOf('.');
            var step = dot < 0 ? path : path[..dot];
            var child = children.Find(known => known.Name == step);
            if (child is null) children.Add(child = new Node(step));
            if (dot < 0) child.Fields.Add((field, standsIn));
            else child.Add(path[(dot + 1)..], field, standsIn);
        }

        internal Node? Find(ref Utf8JsonReader reader)
        {
            foreach (var child in children)
            {
                if (reader.ValueTextEquals(child.utf8)) return child;
            }
            return null;
        }

        private string Name { get; } = name;

        private readonly byte[] utf8 = Encoding.UTF8.GetBytes(name);
    }
}
