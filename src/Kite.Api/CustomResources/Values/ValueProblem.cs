using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>One thing that a schema finds wrong with a value.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The field, seen from the value that was checked; null for what is wrong with a value in ways no single field shows.</param>
/// <param name="Detail">What is wrong, for a person; empty where the kind says it all.</param>
internal sealed record ValueProblem(ValueProblemKind Kind, FieldPath? Path, string Detail)
{
    /// <summary>The value to show.</summary>
    internal JsonNode? Value { get; init; }

    /// <summary>The most that is allowed, for what is too long or too many.</summary>
    internal long Limit { get; init; }

    /// <summary>The values that are allowed, for one that isn't.</summary>
    internal IReadOnlyList<JsonNode?> Supported { get; init; } = [];

    /// <summary>Reports it.</summary>
    /// <param name="root">Where the value that was checked is; the root for a whole object.</param>
    /// <param name="errors">Gets it.</param>
    internal void Report(FieldPath root, FieldErrors errors)
    {
        var path = Path is null ? Bare(root) : root.Append(Path);
        switch (Kind)
        {
            case ValueProblemKind.Required:
                errors.Required(path);
                break;
            case ValueProblemKind.WrongType:
                errors.InvalidType(path, Value, Detail);
                break;
            case ValueProblemKind.NotSupported:
                errors.NotSupported(path, Value is null ? "null" : GoJson.Sorted(Value), Supported.Select(value => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : GoJson.Text(value)));
                break;
            case ValueProblemKind.TooLong:
                errors.TooLong(path, (int)Math.Min(Limit, int.MaxValue));
                break;
            case ValueProblemKind.TooMany:
                errors.TooMany(path, (int)Value!.GetValue<long>(), (int)Math.Min(Limit, int.MaxValue));
                break;
            default:
                errors.Invalid(path, Value ?? "", Detail);
                break;
        }
    }

    /// <summary>What has no field is said of the value as a whole; of a whole object, in the words that Go has for no path.</summary>
    private static FieldPath Bare(FieldPath root) => ReferenceEquals(root, FieldPath.Root) ? FieldPath.None : root;
}
