using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Storage;

/// <summary>Checks the parameters that a class hands to its driver.</summary>
internal static class ParameterRules
{
    private const int MaxCount = 512;
    private const int MaxBytes = 256 * 1024;
    private static readonly FieldPath Path = FieldPath.Root.Child("parameters");

    internal static void Validate(JsonObject value, FieldErrors errors, bool mayBeEmpty = true)
    {
        if (value.Object("parameters")?.Count > MaxCount)
        {
            errors.TooLong(Path, MaxCount);
            return;
        }
        var size = 0;
        foreach (var (key, text) in value.TextMap("parameters"))
        {
            if (key.Length == 0) errors.Invalid(Path, key, "field can not be empty.");
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(text);
        }
        if (size > MaxBytes) errors.TooLong(Path, MaxBytes);
        if (!mayBeEmpty && value.IsEmpty("parameters")) errors.Required(Path, "must contain at least one key/value pair");
    }
}
