using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Scheduling;

/// <summary>Priority classes; the highest values are the system's own, and no value ever changes.</summary>
internal sealed class PriorityClassRules(KindShape shape) : KindRules(shape)
{
    private const string SystemPrefix = "system-";
    private const long HighestOfUsers = 1_000_000_000;
    private static readonly Dictionary<string, long> SystemClasses = new(StringComparer.Ordinal) { ["system-node-critical"] = 2_000_001_000, ["system-cluster-critical"] = 2_000_000_000 };

    /// <inheritdoc/>
    public override void Default(JsonObject value) => SchedulingDefaults.ApplyPriorityClass(value);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var name = value.Object("metadata").Text("name");
        var priority = value.Integer("value") ?? 0;
        if (name.StartsWith(SystemPrefix, StringComparison.Ordinal))
        {
            if (WrongSystemClass(value, name, priority) is { } wrong)
                errors.Forbidden(FieldPath.Root.Child("metadata").Child("name"), $"priority class names with '{SystemPrefix}' prefix are reserved for system use only. error: {wrong}");
        }
        else if (priority > HighestOfUsers)
        {
            errors.Forbidden(FieldPath.Root.Child("value"), $"maximum allowed value of a user defined priority is {HighestOfUsers}");
        }
        ChoiceRules.Optional(value, "preemptionPolicy", ["PreemptLowerPriority", "Never"], FieldPath.Root, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        if ((value.Integer("value") ?? 0) != (old.Integer("value") ?? 0)) errors.Forbidden(FieldPath.Root.Child("value"), "may not be changed in an update.");
        Immutability.Field(value, old, "preemptionPolicy", FieldPath.Root, errors);
    }

    private static string? WrongSystemClass(JsonObject value, string name, long priority)
    {
        if (!SystemClasses.TryGetValue(name, out var known)) return $"{name} is not a known system priority class";
        if (priority != known) return $"value of {name} PriorityClass must be {known}";
        return value.IsSet("globalDefault") ? $"globalDefault of {name} PriorityClass must be false" : null;
    }
}
