using System.Text.Json.Nodes;

namespace Kite.ApiServer.Registry;

/// <summary>What a change made of an object.</summary>
/// <param name="Value">The object, decoded by its schema; with a resource version only where the client insists on one. Used up by the update.</param>
/// <param name="IsApply">True where ownership has been settled by an apply already.</param>
internal readonly record struct ObjectChange(JsonObject Value, bool IsApply = false);
