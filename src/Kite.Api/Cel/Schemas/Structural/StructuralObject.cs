using System.Text.Json.Nodes;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;
using Kite.Api.CustomResources;
using Kite.Api.Json;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>An object with declared properties. What its schema doesn't name can't be read, but counts when objects are compared.</summary>
/// <param name="map">The object.</param>
/// <param name="schema">Its schema.</param>
/// <param name="isResource">True where it has <c>apiVersion</c>, <c>kind</c> and names whatever the schema says.</param>
internal sealed class StructuralObject(JsonObject map, StructuralSchema schema, bool isResource) : CelObject
{
    private static readonly StructuralSchema Text = new() { Type = "string" };

    private static readonly StructuralSchema Metadata = new()
    {
        Type = "object",
        Properties = new Dictionary<string, StructuralSchema>(StringComparer.Ordinal) { ["name"] = Text, ["generateName"] = Text },
    };

    /// <summary>The JSON.</summary>
    internal JsonNode Node => map;

    /// <inheritdoc/>
    public override CelType RuntimeType => CelType.DynMap;

    /// <inheritdoc/>
    public override long Size => map.Count;

    /// <inheritdoc/>
    public override bool TryGetField(string name, out CelValue value)
    {
        value = default;
        if (EscapedNames.Unescape(name) is not { } key || !map.TryGetPropertyValue(key, out var node) || node is null) return false;
        if (SchemaOf(key) is not { } property) return false;
        value = StructuralValues.Of(node, property);
        return true;
    }

    /// <inheritdoc/>
    public override bool HasField(string name) => EscapedNames.Unescape(name) is { } key && map.TryGetPropertyValue(key, out var node) && node is not null;

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is not StructuralObject that || that.Node is not JsonObject theirs || theirs.Count != map.Count) return false;
        foreach (var (key, node) in map)
        {
            if (!theirs.TryGetPropertyValue(key, out var their) || !IsSame(key, node, their)) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override int HashCode() => map.Count;

    private bool IsSame(string key, JsonNode? node, JsonNode? theirs)
    {
        if (node is null || theirs is null) return node is null && theirs is null;
        return SchemaOf(key) is { } property ? StructuralValues.Of(node, property) == StructuralValues.Of(theirs, property) : JsonNodes.Same(node, theirs);
    }

    private StructuralSchema? SchemaOf(string key)
    {
        if (isResource && key is "apiVersion" or "kind") return Text;
        if (isResource && key == "metadata") return Metadata;
        return schema.Properties.GetValueOrDefault(key);
    }
}
