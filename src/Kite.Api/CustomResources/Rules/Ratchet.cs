using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;

namespace Kite.Api.CustomResources.Rules;

/// <summary>What a value was before an update, for rules that needn't hold where nothing changes; where that can't be told, what the nearest value around it was.</summary>
internal sealed class Ratchet
{
    private readonly JsonNode? value;
    private readonly OldValue old;
    private readonly Ratchet? parent;
    private bool? isUnchanged;

    private Ratchet(JsonNode? value, OldValue old, Ratchet? parent) => (this.value, this.old, this.parent) = (value, old, parent);

    /// <summary>Nothing was before: every rule must hold.</summary>
    internal static Ratchet None { get; } = new(null, OldValue.Unknown, null);

    /// <summary>True where the value is what it was.</summary>
    internal bool IsUnchanged => isUnchanged ??= old.IsKnown ? old.IsSame(value) : parent is { IsUnchanged: true };

    internal static Ratchet Of(JsonObject value, JsonObject old, StructuralSchema schema) => new(value, OldValue.Of(old, schema), null);

    internal Ratchet Field(string name, StructuralSchema schema)
    {
        if (!old.IsKnown) return this;
        // The object comes converted, so that these say nothing of what was sent.
        if (parent is null && name is "apiVersion" or "kind") return None;
        return new Ratchet(value is JsonObject map && map.TryGetPropertyValue(name, out var child) ? child : null, old.Field(name, schema), this);
    }

    internal Ratchet Item(JsonNode? item, StructuralSchema list) => old.IsKnown ? new Ratchet(item, old.Item(item, list), this) : this;
}
