using Kite.Api.Admission.Patches;
using Kite.Api.Cel.Types;

namespace Kite.Api.Admission;

/// <summary>What an expression must evaluate to, by the place where it stands.</summary>
public sealed class ExpressionResult
{
    private readonly CelType[] types;

    private ExpressionResult(params CelType[] types) => this.types = types;

    /// <summary>Anything, for variables.</summary>
    public static ExpressionResult Any { get; } = new();

    /// <summary>True or false, for validations and match conditions.</summary>
    public static ExpressionResult Bool { get; } = new(CelType.Bool);

    /// <summary>Text, for messages.</summary>
    public static ExpressionResult Text { get; } = new(CelType.String);

    /// <summary>Text or nothing, for audit annotations.</summary>
    public static ExpressionResult TextOrNull { get; } = new(CelType.String, CelType.Null);

    /// <summary>An <c>Object</c>, for apply configurations.</summary>
    public static ExpressionResult ApplyConfiguration { get; } = new(CelType.Object(PatchTypes.ObjectName));

    /// <summary>A list of steps, for JSON patches.</summary>
    public static ExpressionResult JsonPatch { get; } = new(CelType.ListOf(CelType.Object(PatchTypes.StepName)));

    /// <summary>What is wrong with a type; null for nothing.</summary>
    internal string? Check(CelType type)
    {
        if (types.Length == 0 || types.Any(wanted => wanted.IsExactly(type))) return null;
        var wanted = types.Length == 1 ? NameOf(types[0]) : $"one of [{string.Join(' ', types.Select(NameOf))}]";
        return $"must evaluate to {wanted} but got {NameOf(type)}";
    }

    private static string NameOf(CelType type) => type.Parameters.Count == 0 ? type.Name : $"{type.Name}({string.Join(", ", type.Parameters.Select(NameOf))})";
}
