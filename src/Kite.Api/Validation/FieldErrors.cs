using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.CustomResources.Values;
using Kite.Api.Errors;

namespace Kite.Api.Validation;

/// <summary>Collects what is wrong with an object, in the form and words that the API uses.</summary>
/// <param name="causes">Gets the errors.</param>
/// <param name="limit">How many errors there may be in all; what else is wrong is not told.</param>
internal sealed class FieldErrors(ICollection<StatusCause> causes, int limit = int.MaxValue)
{
    internal int Count => causes.Count;

    /// <summary>True where no more errors are taken.</summary>
    internal bool IsFull => causes.Count >= limit;

    /// <summary>Adds an error that somebody else put into words.</summary>
    internal void Add(StatusCause cause)
    {
        if (!IsFull) causes.Add(cause);
    }

    internal void Required(FieldPath path, string detail = "") => Add("FieldValueRequired", "Required value", detail, path);

    internal void Invalid(FieldPath path, string value, string detail) => Add("FieldValueInvalid", $"Invalid value: {Quote(value)}", detail, path);

    internal void Invalid(FieldPath path, long value, string detail) => Add("FieldValueInvalid", $"Invalid value: {value}", detail, path);

    internal void Invalid(FieldPath path, JsonNode? value, string detail) => Add("FieldValueInvalid", $"Invalid value: {Print(value)}", detail, path);

    /// <summary>A value of another type than the schema's.</summary>
    internal void InvalidType(FieldPath path, JsonNode? value, string detail) => Add("FieldValueTypeInvalid", $"Invalid value: {Print(value)}", detail, path);

    /// <summary>An error about a value that is not to be shown.</summary>
    internal void InvalidUnshown(FieldPath path, string detail) => Add("FieldValueInvalid", "Invalid value", detail, path);

    /// <summary>The error that a check of a value found, if it found one.</summary>
    internal void InvalidIf(FieldPath path, string value, string? detail)
    {
        if (detail is not null) Invalid(path, value, detail);
    }

    internal void NotSupported(FieldPath path, string value, IEnumerable<string> supported) =>
        Add("FieldValueNotSupported", $"Unsupported value: {Quote(value)}", $"supported values: {string.Join(", ", supported.Select(Quote))}", path);

    internal void NotSupported(FieldPath path, JsonNode? value, IEnumerable<string> supported) =>
        Add("FieldValueNotSupported", $"Unsupported value: {Print(value)}", $"supported values: {string.Join(", ", supported.Select(Quote))}", path);

    internal void Duplicate(FieldPath path, string value) => Add("FieldValueDuplicate", $"Duplicate value: {Quote(value)}", "", path);

    internal void Duplicate(FieldPath path, JsonNode value) => Add("FieldValueDuplicate", $"Duplicate value: {Print(value)}", "", path);

    /// <summary>A value that is there twice and is not to be shown.</summary>
    internal void DuplicateUnshown(FieldPath path) => Add("FieldValueDuplicate", "Duplicate value", "", path);

    internal void NotFound(FieldPath path, string value) => Add("FieldValueNotFound", $"Not found: {Quote(value)}", "", path);

    internal void Forbidden(FieldPath path, string detail) => Add("FieldValueForbidden", "Forbidden", detail, path);

    /// <summary>A failure that isn't the writer's.</summary>
    internal void Internal(FieldPath path, string detail) => Add("InternalError", "Internal error", detail, path);

    internal void TooLong(FieldPath path, int maxBytes) => Add("FieldValueTooLong", "Too long", $"may not be more than {maxBytes} bytes", path);

    internal void TooMany(FieldPath path, int count, int max) => Add("FieldValueTooMany", $"Too many: {count}", $"must have at most {max} items", path);

    /// <summary>Text in quotes, as messages show it.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\r' => quoted.Append("\\r"),
                < ' ' or '\u007f' => quoted.Append($"\\x{(int)character:x2}"),
                _ => quoted.Append(character),
            };
        }
        return quoted.Append('"').ToString();
    }

    private static string Print(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue when value.GetValueKind() is JsonValueKind.String => Quote(value.GetValue<string>()),
        JsonValue number when number.GetValueKind() is JsonValueKind.Number && !JsonNumbers.IsInteger(number, out _) => JsonNumbers.GoText(JsonNumbers.ToDouble(number)),
        // As Go's encoder writes it.
        _ => JsonCodec.ToText(value).Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal),
    };

    private void Add(string reason, string message, string detail, FieldPath path) =>
        Add(new StatusCause(reason, detail.Length == 0 ? message : $"{message}: {detail}", path.ToString()));
}
