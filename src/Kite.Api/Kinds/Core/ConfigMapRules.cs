using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Config maps: keys, size, and none of it changes once the map is marked immutable.</summary>
internal sealed class ConfigMapRules(KindShape shape) : KindRules(shape)
{
    private const int MaxBytes = 1024 * 1024;

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, text) in value.TextMap("data"))
        {
            var path = FieldPath.Root.Child("data").Key(key);
            errors.InvalidIf(path, key, Formats.ConfigKey(key));
            if (value.Object("binaryData")?.ContainsKey(key) == true) errors.Invalid(path, key, "duplicate of key present in binaryData");
            size += Encoding.UTF8.GetByteCount(text);
        }
        foreach (var (key, text) in value.TextMap("binaryData"))
        {
            errors.InvalidIf(FieldPath.Root.Child("binaryData").Key(key), key, Formats.ConfigKey(key));
            size += Base64Length.Of(text);
        }
        if (size > MaxBytes) errors.TooLong(FieldPath.Root, MaxBytes);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        Immutability.Validate(value, old, ["data", "binaryData"], errors);
        ValidateObject(value, errors);
    }
}
