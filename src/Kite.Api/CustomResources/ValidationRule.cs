namespace Kite.Api.CustomResources;

/// <summary>A rule in CEL (an entry of <c>x-kubernetes-validations</c>).</summary>
public sealed record ValidationRule
{
    /// <summary>The expression, which is true where the value is fine.</summary>
    public string Rule { get; init; } = "";

    /// <summary>What is said where it isn't; empty for none.</summary>
    public string Message { get; init; } = "";

    /// <summary>An expression for what is said; empty for none.</summary>
    public string MessageExpression { get; init; } = "";

    /// <summary>The reason of the cause, such as <c>FieldValueInvalid</c>; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The path of the field to blame, seen from the value; empty for the value itself.</summary>
    public string FieldPath { get; init; } = "";

    /// <summary>Whether <c>oldSelf</c> is optional, so that the rule counts on creation too; null where nothing is said.</summary>
    public bool? OptionalOldSelf { get; init; }
}
