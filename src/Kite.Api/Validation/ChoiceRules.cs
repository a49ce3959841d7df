using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks of fields that hold one of a few words.</summary>
internal static class ChoiceRules
{
    /// <summary>A word that must be there.</summary>
    internal static void Required(JsonObject? value, string field, string[] words, FieldPath path, FieldErrors errors, string missing = "")
    {
        var word = value.Text(field);
        if (word.Length == 0) errors.Required(path.Child(field), missing);
        else if (!words.Contains(word)) errors.NotSupported(path.Child(field), word, words);
    }

    /// <summary>A word that may be left out.</summary>
    internal static void Optional(JsonObject? value, string field, string[] words, FieldPath path, FieldErrors errors)
    {
        if (value.TextOrNull(field) is { } word && !words.Contains(word)) errors.NotSupported(path.Child(field), word, words);
    }
}
