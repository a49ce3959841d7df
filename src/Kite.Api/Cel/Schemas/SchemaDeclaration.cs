using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Schemas;

/// <summary>What a schema tells expressions of a value: its type, what is in it and how large it can be. Immutable.</summary>
public sealed class SchemaDeclaration
{
    private static readonly IReadOnlyDictionary<string, SchemaDeclaration> NoFields = new Dictionary<string, SchemaDeclaration>();

    internal SchemaDeclaration(CelType type, long minSize, long maxElements = 0)
    {
        Type = type;
        MinSize = minSize;
        MaxElements = maxElements;
    }

    /// <summary>The type.</summary>
    public CelType Type { get; }

    /// <summary>The declared fields of an object, by the names that expressions write.</summary>
    public IReadOnlyDictionary<string, SchemaDeclaration> Fields { get; internal init; } = NoFields;

    /// <summary>What a list's elements and a map's values are; null for all else.</summary>
    public SchemaDeclaration? Element { get; internal init; }

    /// <summary>What a map's keys are; null for all else.</summary>
    public SchemaDeclaration? Key { get; internal init; }

    /// <summary>The most characters, octets, elements or entries: what the schema says, else what fits in the largest request.</summary>
    public long MaxElements { get; }

    /// <summary>The fewest characters that the value takes in JSON.</summary>
    public long MinSize { get; }
}
