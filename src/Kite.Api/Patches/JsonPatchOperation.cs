using System.Text.Json.Nodes;

namespace Kite.Api.Patches;

/// <summary>One step of a JSON patch.</summary>
/// <param name="Kind"><c>add</c>, <c>remove</c>, <c>replace</c>, <c>move</c>, <c>copy</c> or <c>test</c>; unchecked.</param>
/// <param name="Path">Where, as a JSON pointer; null where the patch doesn't say.</param>
/// <param name="From">From where, for <c>move</c> and <c>copy</c>.</param>
/// <param name="Value">What; null for JSON's null too.</param>
/// <param name="HasValue">True where the patch names a value.</param>
internal sealed record JsonPatchOperation(string Kind, string? Path, string? From, JsonNode? Value, bool HasValue);
