using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Secrets: <c>stringData</c> is written into <c>data</c> and never stored.</summary>
internal sealed class SecretRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        value.DefaultTo("type", "Opaque");
        if (!value.Remove("stringData", out var plain) || plain is not JsonObject { Count: > 0 } texts) return;
        var data = value.ObjectOrNew("data");
        foreach (var (key, text) in texts) data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.AsText() ?? ""));
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => SecretValidator.Validate(value, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        Immutability.Field(value, old, "type", FieldPath.Root, errors);
        Immutability.Validate(value, old, ["data"], errors);
        ValidateObject(value, errors);
    }
}
