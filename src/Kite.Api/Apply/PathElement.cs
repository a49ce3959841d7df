using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;

namespace Kite.Api.Apply;

/// <summary>One step of a field's path, as FieldsV1 has it.</summary>
/// <param name="Kind"><c>f</c> a field or map key, <c>k</c> a list item by its keys, <c>v</c> a set's item by value, <c>i</c> a list item by index.</param>
/// <param name="Text">The name, the keys or value as JSON, or the index.</param>
internal readonly record struct PathElement(char Kind, string Text) : IComparable<PathElement>
{
    internal static PathElement Field(string name) => new('f', name);

    /// <summary>Reads <c>f:name</c>, <c>k:{…}</c>, <c>v:…</c> or <c>i:…</c>; null for anything else.</summary>
    internal static PathElement? Parse(string text) =>
        text.Length >= 2 && text[1] == ':' && text[0] is 'f' or 'k' or 'v' or 'i' ? new PathElement(text[0], text[2..]) : null;

    /// <inheritdoc/>
    public int CompareTo(PathElement other)
    {
        var kind = Kind.CompareTo(other.Kind);
        return kind != 0 ? kind : string.CompareOrdinal(Text, other.Text);
    }

    /// <summary>As a property name of FieldsV1.</summary>
    internal string ToPropertyName() => string.Create(Text.Length + 2, this, static (span, element) =>
    {
        span[0] = element.Kind;
        span[1] = ':';
        element.Text.CopyTo(span[2..]);
    });

    /// <summary>Writes the step as a property name of FieldsV1.</summary>
    internal void WriteName(Utf8JsonWriter writer)
    {
        if (Text.Length > 254)
        {
            writer.WritePropertyName(ToPropertyName());
            return;
        }
        Span<char> name = stackalloc char[256];
        name[0] = Kind;
        name[1] = ':';
        Text.CopyTo(name[2..]);
        writer.WritePropertyName(name[..(Text.Length + 2)]);
    }

    /// <summary>Writes the step the way messages print it: <c>.name</c>, <c>[name="x"]</c>, <c>[="x"]</c>, <c>[0]</c>.</summary>
    internal void Print(StringBuilder builder)
    {
        switch (Kind)
        {
            case 'f':
                builder.Append('.').Append(Text);
                break;
            case 'k' when JsonCodec.Parse(Encoding.UTF8.GetBytes(Text)) is JsonObject keys:
                builder.Append('[').AppendJoin(',', keys.Select(key => $"{key.Key}={JsonCodec.ToText(key.Value)}")).Append(']');
                break;
            case 'v':
                builder.Append("[=").Append(Text).Append(']');
                break;
            default:
                builder.Append('[').Append(Text).Append(']');
                break;
        }
    }
}
