using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks of the counters in a status.</summary>
internal static class CounterRules
{
    private static readonly FieldPath Status = FieldPath.Root.Child("status");

    /// <summary>Counters that are never negative.</summary>
    internal static void NotNegative(JsonObject? status, ReadOnlySpan<string> fields, FieldErrors errors)
    {
        foreach (var field in fields) NumberRules.NotNegative(status, field, Status, errors);
    }

    /// <summary>Counters of replicas, none of which is larger than <c>replicas</c>.</summary>
    internal static void WithinReplicas(JsonObject? status, ReadOnlySpan<string> fields, FieldErrors errors)
    {
        var replicas = Of(status, "replicas");
        foreach (var field in fields)
        {
            if (Of(status, field) is var count && count > replicas) errors.Invalid(Status.Child(field), count, "cannot be greater than status.replicas");
        }
        if (Of(status, "availableReplicas") is var available && available > Of(status, "readyReplicas"))
            errors.Invalid(Status.Child("availableReplicas"), available, "cannot be greater than status.readyReplicas");
    }

    /// <summary>The count of hash collisions, which only grows.</summary>
    internal static void NotDecremented(JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        if (old.Integer("collisionCount") is not { } before) return;
        if (status.Integer("collisionCount") is not { } now || now < before)
            errors.Invalid(Status.Child("collisionCount"), Of(status, "collisionCount"), "cannot be decremented");
    }

    private static long Of(JsonObject? status, string field) => status.Integer(field) ?? 0;
}
