using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;
using Kite.Api.Schema;

namespace Kite.Api.Cel.Schemas;

/// <summary>
/// The types of built-in kinds, for checking expressions of policies: <c>core/v1.PodSpec</c> and so on. Fields have the types that
/// upstream's OpenAPI gives them: quantities and Go's durations are strings, times are timestamps, an integer or string is anything.
/// </summary>
public sealed class SchemaTableTypes(SchemaTable table) : ICelTypeProvider
{
    /// <inheritdoc/>
    public CelType? FindType(string name) => table.Type(name) is null ? null : CelType.Object(name);

    /// <inheritdoc/>
    public CelType? FindField(string typeName, string field)
    {
        if (table.Type(typeName) is not { } type || EscapedNames.Unescape(field) is not { } name) return null;
        if (type.Field(name) is { } found && EscapedNames.Escape(name) == field) return Of(found.Type);
        return type.IsKind && name is "apiVersion" or "kind" ? CelType.String : null;
    }

    /// <inheritdoc/>
    public CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) => CelValue.Error($"unknown type '{typeName}'");

    /// <summary>The type of what a field holds; null where expressions can't see it.</summary>
    private static CelType? Of(TypeReference reference) => reference.Kind switch
    {
        SchemaKind.Bool => CelType.Bool,
        SchemaKind.Int32 or SchemaKind.Int64 => CelType.Int,
        SchemaKind.Double => CelType.Double,
        SchemaKind.Bytes => CelType.Bytes,
        SchemaKind.Time or SchemaKind.MicroTime => CelType.Timestamp,
        SchemaKind.IntOrString => CelType.Dyn,
        SchemaKind.Object => CelType.Object(reference.TypeName!),
        SchemaKind.List => Of(reference.Element!) is { } element ? CelType.ListOf(element) : null,
        SchemaKind.Map => Of(reference.Element!) is { } value ? CelType.MapOf(CelType.String, value) : null,
        SchemaKind.RawExtension or SchemaKind.FieldsV1 => CelType.Object("object"),
        SchemaKind.Any => null,
        _ => CelType.String,
    };
}
