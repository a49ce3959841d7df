using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Models;

namespace Kite.Api.Kinds.FlowControl;

/// <summary>What the mandatory objects have to say, whoever writes them.</summary>
internal static class MandatorySpecs
{
    private static readonly Lazy<Dictionary<string, JsonObject>> Levels = new(() => SuggestedFlowControl.MandatoryLevels.ToDictionary(level => level.Metadata.Name, Spec));
    private static readonly Lazy<Dictionary<string, JsonObject>> Schemas = new(() => SuggestedFlowControl.MandatorySchemas.ToDictionary(schema => schema.Metadata.Name, Spec));

    /// <summary>The spec of a mandatory priority level; null for any other name.</summary>
    internal static JsonObject? OfLevel(string name) => Levels.Value.GetValueOrDefault(name);

    /// <summary>The spec of a mandatory flow schema; null for any other name.</summary>
    internal static JsonObject? OfSchema(string name) => Schemas.Value.GetValueOrDefault(name);

    /// <summary>True where two specs say the same, whatever the order of their fields.</summary>
    internal static bool AreEqual(JsonObject? one, JsonObject? other) => JsonNode.DeepEquals(one ?? [], other ?? []);

    private static JsonObject Spec<T>(T value)
        where T : class, IApiModel<T> => JsonCodec.ParseObject(ModelJson.ToUtf8(value)).Object("spec")!;
}
