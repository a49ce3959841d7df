using Kite.Api.Schema;

namespace Kite.Api.Generator;

/// <summary>How one field of the table becomes a property: its C# type, its default, and when it is written.</summary>
internal sealed class FieldShape
{
    public FieldShape(SchemaType owner, SchemaField field)
    {
        Json = field.Name;
        Type = field.Type;
        Property = char.ToUpperInvariant(field.Name[0]) + field.Name.Substring(1);
        if (Property == owner.ShortName) Property += "Value";
        Local = "f" + Property;
        var type = CSharp(field.Type);
        var kind = field.Type.Kind;
        if (kind is SchemaKind.List) Set(type, "[]", field.IsRequired ? null : $"{Property}.Count > 0");
        else if (kind is SchemaKind.Map) Set(type, $"global::Kite.Api.Models.EmptyMap<{CSharp(field.Type.Element!)}>.Instance", field.IsRequired ? null : $"{Property}.Count > 0");
        else if (kind is SchemaKind.Object && field.Name is "metadata" or "spec" or "status" && kind is SchemaKind.Object) Set(type, type + ".Empty", $"!ReferenceEquals({Property}, {type}.Empty)");
        else if (kind is SchemaKind.Object) SetRequired(field, type, type + ".Empty");
        else if (kind is SchemaKind.String && IsReference(owner)) Set(type, "\"\"", field.IsRequired ? null : $"{Property}.Length > 0");
        else if (kind is SchemaKind.String or SchemaKind.Duration) SetRequired(field, type, "\"\"");
        else if (kind is SchemaKind.Bytes) SetRequired(field, type, "[]");
        else SetRequired(field, type, "default");
    }

    /// <summary>The name on the wire.</summary>
    public string Json { get; }

    /// <summary>The property's name.</summary>
    public string Property { get; }

    /// <summary>The local variable that holds it while reading.</summary>
    public string Local { get; }

    /// <summary>What the field holds.</summary>
    public TypeReference Type { get; }

    /// <summary>The property's type, with <c>?</c> where it may be absent.</summary>
    public string CSharpType { get; private set; } = "";

    /// <summary>The initial value.</summary>
    public string Initial { get; private set; } = "";

    /// <summary>The condition under which it is written, or null for always.</summary>
    public string? Condition { get; private set; }

    /// <summary>True where the property is a nullable value type.</summary>
    public bool IsNullableValue { get; private set; }

    /// <summary>True where a JSON null leaves the field unset.</summary>
    public bool IsNullable => CSharpType.EndsWith("?", StringComparison.Ordinal);

    /// <summary>The C# type of a reference.</summary>
    public static string CSharp(TypeReference type) => type.Kind switch
    {
        SchemaKind.String or SchemaKind.Duration => "string",
        SchemaKind.Int32 => "int",
        SchemaKind.Int64 => "long",
        SchemaKind.Bool => "bool",
        SchemaKind.Double => "double",
        SchemaKind.Bytes => "byte[]",
        SchemaKind.Time or SchemaKind.MicroTime => "global::System.DateTimeOffset",
        SchemaKind.Quantity => "global::Kite.Api.Meta.Quantity",
        SchemaKind.IntOrString => "global::Kite.Api.Meta.IntOrString",
        SchemaKind.List => $"global::System.Collections.Generic.IReadOnlyList<{CSharp(type.Element!)}>",
        SchemaKind.Map => $"global::System.Collections.Generic.IReadOnlyDictionary<string, {CSharp(type.Element!)}>",
        SchemaKind.Object => RecordWriter.FullName(type.TypeName!),
        _ => "global::System.Text.Json.JsonElement",
    };

    private static bool IsReference(SchemaType owner) => owner.Name is "meta/v1.ObjectMeta" or "meta/v1.ListMeta" or "core/v1.ObjectReference";

    private void SetRequired(SchemaField field, string type, string initial)
    {
        if (field.IsRequired) Set(type, initial, null);
        else
        {
            IsNullableValue = field.Type.Kind is not (SchemaKind.String or SchemaKind.Duration or SchemaKind.Bytes or SchemaKind.Object);
            Set(type + "?", "null", $"{Property} is not null");
        }
    }

    private void Set(string type, string initial, string? condition)
    {
        CSharpType = type;
        Initial = initial;
        Condition = condition;
    }
}
