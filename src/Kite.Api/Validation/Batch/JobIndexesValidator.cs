using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Batch;

/// <summary>Checks which indexes a job's status counts as done and as failed.</summary>
internal static class JobIndexesValidator
{
    private static readonly FieldPath Path = FieldPath.Root.Child("status");

    internal static void Validate(JsonObject? spec, JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        var completed = status.Text("completedIndexes");
        var failed = status.TextOrNull("failedIndexes");
        var isCompletedNew = completed != old.Text("completedIndexes");
        var isFailedNew = failed != old.TextOrNull("failedIndexes");
        var completions = spec.Integer("completions");
        if (isCompletedNew && completions is not null) Check("completedIndexes", completed, completions.Value, errors);
        if (isFailedNew && failed is not null && completions is not null && spec!.ContainsKey("backoffLimitPerIndex")) Check("failedIndexes", failed, completions.Value, errors);
        if (isCompletedNew && completed.Length > 0 && spec.Text("completionMode") != "Indexed")
            errors.Invalid(Path.Child("completedIndexes"), completed, "cannot set non-empty completedIndexes when non-indexed completion mode");
        if (isFailedNew && failed is not null && spec?.ContainsKey("backoffLimitPerIndex") != true)
            errors.Invalid(Path.Child("failedIndexes"), failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        if ((isCompletedNew || isFailedNew) && failed is not null && completions is not null && IndexRanges.Overlap(completed, failed, completions.Value) is { } index)
            errors.Invalid(Path.Child("failedIndexes"), failed, $"failedIndexes and completedIndexes overlap at index: {index}");
    }

    private static void Check(string field, string indexes, long completions, FieldErrors errors)
    {
        if (IndexRanges.Check(indexes, completions, out _) is { } wrong) errors.Invalid(Path.Child(field), indexes, $"error parsing {field}: {wrong}");
    }
}
