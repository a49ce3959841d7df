using Kite.Api.Cel;

namespace Kite.Api.CustomResources.Rules;

/// <summary>What became of compiling a rule. Immutable.</summary>
internal sealed record CompiledRule
{
    /// <summary>The rule.</summary>
    internal required ValidationRule Rule { get; init; }

    /// <summary>The program; null where the rule is empty or there is an <see cref="Error"/>.</summary>
    internal CelProgram? Program { get; init; }

    /// <summary>Why the rule doesn't compile; null where it does.</summary>
    internal string? Error { get; init; }

    /// <summary>True where it speaks of the value before the update.</summary>
    internal bool UsesOldSelf { get; init; }

    /// <summary>What it costs in the worst case.</summary>
    internal ulong MaxCost { get; init; }

    /// <summary>The program that makes the message; null for none.</summary>
    internal CelProgram? Message { get; init; }

    /// <summary>Why the expression of the message doesn't compile; null where it does.</summary>
    internal string? MessageError { get; init; }

    /// <summary>What the message costs in the worst case.</summary>
    internal ulong MessageMaxCost { get; init; }

    /// <summary>The field to blame, seen from the value, such as <c>spec.a</c>; empty for the value itself.</summary>
    internal string FieldPath { get; init; } = "";

    /// <summary>The rule as it is named in messages.</summary>
    internal string Shown => Rule.Message.Length > 0 ? Rule.Message.Trim() : Rule.Rule.Trim();
}
