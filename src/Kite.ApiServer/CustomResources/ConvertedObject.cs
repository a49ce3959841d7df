using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.ApiServer.CustomResources;

/// <summary>Checks what a webhook made of an object: it may change all but its identity, and of its metadata labels and annotations alone.</summary>
internal static class ConvertedObject
{
    /// <summary>The converted object, with the metadata of the original.</summary>
    /// <param name="original">The object before.</param>
    /// <param name="node">What the webhook answered.</param>
    /// <param name="apiVersion">The group and version asked for.</param>
    /// <param name="about">What failures begin with.</param>
    /// <param name="index">Which of the objects it is.</param>
    /// <exception cref="ApiStatusException">It isn't what was asked for (500).</exception>
    public static JsonObject Check(JsonObject original, JsonNode? node, string apiVersion, string about, int index)
    {
        if (node is not JsonObject answered) throw ConversionWebhook.Failure($"{about} returned invalid converted object at index {index}: Object 'Kind' is missing in '{node?.ToJsonString() ?? "null"}'");
        var converted = (JsonObject)answered.DeepClone();
        if (converted.Text("apiVersion") != apiVersion)
            throw ConversionWebhook.Failure($"{about} returned invalid object at index {index}: invalid groupVersion (expected {apiVersion}, received {converted.Text("apiVersion")})");
        if (converted.Text("kind") != original.Text("kind"))
            throw ConversionWebhook.Failure($"{about} returned invalid object at index {index}: invalid kind (expected {original.Text("kind")}, received {converted.Text("kind")})");
        foreach (var (field, name) in ((string, string)[])[("name", "name"), ("namespace", "namespace"), ("uid", "UID")])
        {
            string expected = original.Object("metadata").Text(field), actual = converted.Object("metadata").Text(field);
            if (expected != actual) throw ConversionWebhook.Failure($"{about} returned invalid object: must have the same {name}: {expected} != {actual}");
        }
        if (Restore(original, converted) is { } problem) throw ConversionWebhook.Failure($"{about} returned invalid metadata: {problem}");
        return converted;
    }

    private static string? Restore(JsonObject original, JsonObject converted)
    {
        if (!converted.ContainsKey("metadata")) return "missing metadata in converted object";
        if (converted["metadata"] is not JsonObject answered) return $"invalid metadata of type {GoType(converted["metadata"])} in converted object";
        var before = original.Metadata();
        var metadata = (JsonObject)before.DeepClone();
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            metadata.Remove(field);
            if (answered[field] is not { } value) continue;
            if (value is not JsonObject map) return $"invalid metadata.{field} of type {GoType(value)} in converted object";
            foreach (var (key, entry) in map)
            {
                if (entry.AsText() is null) return $"metadata.{field}[{key}] must be a string, but is {GoType(entry)} in converted object";
            }
            metadata[field] = map.DeepClone();
        }
        converted["metadata"] = metadata;
        var causes = MetadataMaps.Check(metadata, before).Select(cause => $"{cause.Field}: {cause.Message}").ToArray();
        return causes.Length switch
        {
            0 => null,
            1 => causes[0],
            _ => $"[{string.Join(", ", causes)}]",
        };
    }

    private static string GoType(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "<nil>",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.Object => "map[string]interface {}",
        _ => node.AsInteger() is null ? "float64" : "int64",
    };
}
