using System.Text.Json.Nodes;
using Kite.Api.Errors;

namespace Kite.Api.Patches;

/// <summary>What can be wrong with a strategic merge patch, in upstream's words.</summary>
internal static class PatchErrors
{
    internal const string BadRetainKeys = "invalid patch format of retainKeys";
    internal const string BadPrimitiveList = "invalid patch format of primitive list";
    internal const string BadElementOrder = "invalid patch format of setElementOrder list";

    /// <summary>Upstream answers these with 500, as if the fault were its own.</summary>
    internal static ApiStatusException Failure(string message) => new(StatusReason.BadRequest, message);

    internal static ApiStatusException NoMergeKey(JsonObject map, string key) => Failure($"map: {GoText.Print(map)} does not contain declared merge key: {key}");

    internal static ApiStatusException UnknownPatchType(JsonNode? directive, JsonObject map) => Failure($"unknown patch type: {directive} in map: {GoText.Print(map)}");

    internal static ApiStatusException NotAMap(JsonNode? item) =>
        Failure($"expected a map[string]interface {{}}, but received a {(item is JsonArray ? "[]interface {}" : "string")}");
}
