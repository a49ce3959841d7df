using System.Text;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>A path of fields and map keys that a schema knows, such as <c>.spec.labels['a.b']</c>.</summary>
internal sealed class SchemaFieldPath
{
    private readonly string root;

    private SchemaFieldPath(FieldPath path, string root, StructuralSchema? schema)
    {
        Path = path;
        this.root = root;
        Schema = schema;
    }

    /// <summary>The path.</summary>
    internal FieldPath Path { get; }

    /// <summary>The schema of what it leads to.</summary>
    internal StructuralSchema? Schema { get; }

    /// <summary>True where its first step is the field.</summary>
    internal bool IsUnder(string field) => root == field;

    /// <summary>Reads a path.</summary>
    /// <param name="text">The path.</param>
    /// <param name="schema">The schema that it starts from.</param>
    /// <param name="allowsBrackets">Whether keys may be written in brackets.</param>
    /// <param name="path">The path.</param>
    /// <param name="error">What is wrong with it, in upstream's words.</param>
    internal static bool TryParse(string text, StructuralSchema schema, bool allowsBrackets, out SchemaFieldPath path, out string error)
    {
        path = new SchemaFieldPath(FieldPath.Root, "", schema);
        var tokens = new Queue<string>(Split(text));
        while (tokens.TryDequeue(out var token))
        {
            if (token == "[" && !allowsBrackets) return Fails("array notation is not allowed", out error);
            if (token is not ("[" or ".")) return Fails($"expected [ or . but got: {token}", out error);
            if (!tokens.TryDequeue(out var name)) return Fails("unexpected end of JSON path", out error);
            if (token == "[" && !TryUnquote(ref name, out error)) return false;
            if (path.Step(name) is not { } next) return Fails("does not refer to a valid field", out error);
            path = next;
            if (token != "[") continue;
            if (!tokens.TryDequeue(out var close)) return Fails("unexpected end of JSON path", out error);
            if (close != "]") return Fails($"expected ] but got {close}", out error);
        }
        error = "";
        return true;
    }

    private static bool Fails(string why, out string error)
    {
        error = why;
        return false;
    }

    private SchemaFieldPath? Step(string name)
    {
        var first = root.Length == 0 ? name : root;
        if (Schema!.Properties.Count > 0) return Schema.Properties.TryGetValue(name, out var property) ? new SchemaFieldPath(Path.Child(name), first, property) : null;
        return Schema.AdditionalProperties is { } values ? new SchemaFieldPath(Path.Key(name), first, values) : null;
    }

    private static bool TryUnquote(ref string token, out string error)
    {
        if (token.Length < 2 || token[0] != '\'' || token[^1] != '\'') return Fails($"expected single quoted string but got {token}", out error);
        var text = new StringBuilder();
        for (var at = 1; at < token.Length - 1; at++)
        {
            if (token[at] != '\\' || at + 1 >= token.Length - 1)
            {
                text.Append(token[at]);
                continue;
            }
            var place = "abfnrtv'\\".IndexOf(token[++at], StringComparison.Ordinal);
            if (place < 0) return Fails($"invalid string literal: invalid escape char \\{token[at]}", out error);
            text.Append("\a\b\f\n\r\t\v'\\"[place]);
        }
        token = text.ToString();
        error = "";
        return true;
    }

    /// <summary>The delimiters, each by itself, and what stands between them; quoted text is one piece.</summary>
    private static IEnumerable<string> Split(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (text[at] == '\'')
            {
                while (end < text.Length && (text[end] != '\'' || text[end - 1] == '\\')) end++;
                end = Math.Min(end + 1, text.Length);
            }
            else if (text[at] is not ('.' or '[' or ']'))
            {
                while (end < text.Length && text[end] is not ('.' or '[' or ']')) end++;
            }
            yield return text[at..end];
            at = end;
        }
    }
}
