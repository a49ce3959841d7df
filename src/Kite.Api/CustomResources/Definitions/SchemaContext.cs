using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>What the place of a schema node forbids it.</summary>
internal sealed record SchemaContext
{
    /// <summary>True for the whole object.</summary>
    internal bool IsRoot { get; init; }

    /// <summary>Why there can't be a default; null where there can.</summary>
    internal string? NoDefaults { get; init; }

    /// <summary>True inside the metadata, kind or version of an object.</summary>
    internal bool IsInsideMetadata { get; init; }

    /// <summary>The nearest list above whose items can't be told apart on an update, so that rules can't speak of the old value; null where there is none.</summary>
    internal FieldPath? Uncorrelatable { get; init; }

    internal SchemaContext Below() => IsRoot ? this with { IsRoot = false } : this;

    internal SchemaContext BelowUncorrelatable(FieldPath path) => Below() with { Uncorrelatable = Uncorrelatable ?? path };
}
