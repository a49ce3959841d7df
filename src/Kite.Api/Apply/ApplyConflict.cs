using Kite.Api.Errors;

namespace Kite.Api.Apply;

/// <summary>Fields of an applied configuration that another manager owns with another value.</summary>
/// <param name="Owner">The other manager's entry.</param>
/// <param name="Fields">The fields.</param>
internal readonly record struct ApplyConflict(ManagedEntry Owner, FieldSet Fields)
{
    /// <summary>409 with a cause for every field, in upstream's words.</summary>
    internal static ApiStatusException Failure(IReadOnlyList<ApplyConflict> conflicts)
    {
        var causes = new List<StatusCause>();
        var lines = new List<string>();
        foreach (var conflict in conflicts.OrderBy(conflict => conflict.Owner.Manager, StringComparer.Ordinal))
        {
            var owner = Print(conflict.Owner);
            lines.Add($"conflicts with {owner}:");
            foreach (var path in conflict.Fields.Paths())
            {
                causes.Add(new StatusCause("FieldManagerConflict", $"conflict with {owner}", path));
                lines.Add($"- {path}");
            }
        }
        var message = causes.Count == 1
            ? $"Apply failed with 1 conflict: {causes[0].Message}: {causes[0].Field}"
            : $"Apply failed with {causes.Count} conflicts: {string.Join('\n', lines)}";
        return new ApiStatusException(StatusReason.Conflict, message, new StatusDetails { Causes = causes });
    }

    private static string Print(ManagedEntry entry)
    {
        var text = $"\"{entry.Manager}\"";
        if (entry.Subresource.Length > 0) text += $" with subresource \"{entry.Subresource}\"";
        return entry.IsApplied ? text : $"{text} using {entry.ApiVersion}";
    }
}
