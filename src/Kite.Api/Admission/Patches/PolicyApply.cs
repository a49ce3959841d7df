using System.Text.Json.Nodes;
using Kite.Api.Admission.Policies;
using Kite.Api.Apply;
using Kite.Api.Cel.Values;
using Kite.Api.Schema;

namespace Kite.Api.Admission.Patches;

/// <summary>Makes the apply configurations of mutating policies: merged as server-side apply merges, but nobody owns what is set.</summary>
internal static class PolicyApply
{
    /// <summary>The object with the configuration merged in.</summary>
    /// <exception cref="PolicyFailedException">The configuration doesn't fit the type, or would replace something whole.</exception>
    internal static JsonObject Apply(CelValue configuration, JsonObject value, SchemaTable schema, SchemaType? type)
    {
        if (configuration.Kind is not CelKind.Object || configuration.AsObject is not PatchObject patch) throw new PolicyFailedException("unsupported return type from ApplyConfiguration expression");
        if (PatchObject.Mismatch(configuration, PatchTypes.ObjectName) is { } wrong) throw new PolicyFailedException($"type mismatch: {wrong}");
        if (!ValueJson.TryWrite(CelValue.Of(patch), out var node) || node is not JsonObject applied) throw new PolicyFailedException("invalid return type");
        foreach (var identity in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (value[identity] is { } own) applied[identity] = own.DeepClone();
        }
        var shape = ApplyShape.Root(schema, type);
        try
        {
            FieldExtraction.Extract(applied, shape, isStrict: true);
        }
        catch (ApplyException e)
        {
            throw new PolicyFailedException($"error applying patch: failed to convert patch object to typed object: {e.Message}", e);
        }
        if (Undeclared(applied, shape, "") is { } unknown) throw new PolicyFailedException($"error applying patch: failed to convert patch object to typed object: {unknown}: field not declared in schema");
        var atomics = new List<string>();
        Find(applied, shape, "", atomics);
        if (atomics.Count > 0) throw new PolicyFailedException($"error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {string.Join(", ", atomics)}");
        var merged = (JsonObject)value.DeepClone();
        ConfigurationMerge.Merge(merged, applied, shape);
        return merged;
    }

    /// <summary>The path of a field that a type doesn't have; null for none.</summary>
    private static string? Undeclared(JsonNode? value, in ApplyShape shape, string path)
    {
        if (value is JsonObject map && shape.Divides(value))
        {
            foreach (var (name, below) in map)
            {
                var inner = $"{path}.{name}";
                if (shape.Kind is ApplyKind.Struct && !shape.IsNamed(name) && !shape.IsBookkeeping(name)) return inner;
                if (Undeclared(below, shape.Field(name), inner) is { } found) return found;
            }
        }
        else if (value is JsonArray list && shape.Itemizes(value))
        {
            for (var at = 0; at < list.Count; at++)
            {
                if (Undeclared(list[at], shape.Item(), $"{path}[{at}]") is { } found) return found;
            }
        }
        return null;
    }

    /// <summary>Finds what would be replaced whole, which is hardly ever meant.</summary>
    private static void Find(JsonNode? value, in ApplyShape shape, string path, List<string> atomics)
    {
        if (value is JsonObject or JsonArray && shape.Kind is ApplyKind.Leaf)
        {
            atomics.Add(path);
            return;
        }
        if (value is JsonObject map && shape.Divides(value))
        {
            foreach (var (name, below) in map) Find(below, shape.Field(name), $"{path}.{name}", atomics);
        }
        else if (value is JsonArray list && shape.Itemizes(value))
        {
            for (var at = 0; at < list.Count; at++) Find(list[at], shape.Item(), $"{path}[{at}]", atomics);
        }
    }
}
