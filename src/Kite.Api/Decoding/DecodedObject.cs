using System.Text.Json.Nodes;

namespace Kite.Api.Decoding;

/// <summary>An object as decoded.</summary>
/// <param name="Value">The object: known fields only, right types, no nulls, with <c>apiVersion</c> and <c>kind</c>.</param>
/// <param name="Warnings">What was dropped, such as <c>unknown field "spec.foo"</c>; empty unless warnings were asked for.</param>
public sealed record DecodedObject(JsonObject Value, IReadOnlyList<string> Warnings);
