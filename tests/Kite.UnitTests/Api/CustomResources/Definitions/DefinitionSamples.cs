using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;

namespace Kite.UnitTests.Api.CustomResources.Definitions;

/// <summary>CustomResourceDefinitions, good but for what a test changes.</summary>
internal static class DefinitionSamples
{
    internal const string Kind = "CustomResourceDefinition";

    /// <summary>A definition with a schema.</summary>
    internal static JsonObject Of(string schema = """{"type":"object"}""", string more = "") => CustomSamples.Definition(schema, more);

    /// <summary>What is wrong with a new definition.</summary>
    internal static IReadOnlyList<string> Problems(JsonObject definition) => ApiFixture.Problems(Kind, JsonCodec.ToText(definition));

    /// <summary>What is wrong with the schema of a new definition: <c>^</c> stands for its path.</summary>
    internal static IReadOnlyList<string> SchemaProblems(string schema) =>
        [.. Problems(Of(schema)).Select(line => line.Replace("spec.validation.openAPIV3Schema", "^", StringComparison.Ordinal))];

    /// <summary>What is wrong with the schema of a property of a new definition: <c>^</c> stands for its path.</summary>
    internal static IReadOnlyList<string> PropertyProblems(string schema) =>
        [.. SchemaProblems("{\"type\":\"object\",\"properties\":{\"f\":" + schema + "}}").Select(line => line.Replace("^.properties[f]", "^", StringComparison.Ordinal))];

    internal static JsonObject Created(JsonObject definition) => ApiFixture.Created(Kind, JsonCodec.ToText(definition));

    internal static JsonNode Json(string text) => JsonCodec.Parse(Encoding.UTF8.GetBytes(text))!;
}
