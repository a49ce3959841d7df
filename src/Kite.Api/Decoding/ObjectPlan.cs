using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>A type of the table made ready for reading: its fields by name.</summary>
internal sealed class ObjectPlan(SchemaType type, DecodingPlans plans)
{
    private const int MaxNameLength = 128;
    private Dictionary<string, FieldPlan>? fields;

    internal SchemaType Type => type;

    /// <summary>The type as Go names it in messages, such as <c>v1.PodSpec</c>.</summary>
    internal string GoName { get; } = $"{type.Package[(type.Package.IndexOf('/') + 1)..]}.{type.ShortName}";

    /// <summary>The field whose name the reader is on, or null.</summary>
    internal FieldPlan? Find(ref Utf8JsonReader reader)
    {
        fields ??= Build();
        if (reader.ValueSpan.Length > MaxNameLength) return null;
        Span<char> name = stackalloc char[MaxNameLength];
        var length = reader.CopyString(name);
        return fields.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out var field) ? field : null;
    }

    private Dictionary<string, FieldPlan> Build()
    {
        var built = new Dictionary<string, FieldPlan>(StringComparer.Ordinal);
        if (type.IsKind)
        {
            built.Add("apiVersion", new FieldPlan("apiVersion", built.Count, ValuePlan.String, OmitsZero: true));
            built.Add("kind", new FieldPlan("kind", built.Count, ValuePlan.String, OmitsZero: true));
        }
        foreach (var field in type.Fields)
            built.TryAdd(field.Name, new FieldPlan(field.Name, built.Count, plans.Value(field.Type), ZeroValues.AreOmitted(type, field)));
        return built;
    }
}
