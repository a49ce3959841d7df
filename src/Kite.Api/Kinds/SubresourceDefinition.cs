using Kite.Api.Schema;

namespace Kite.Api.Kinds;

/// <summary>A subresource such as <c>pods/status</c>.</summary>
public sealed class SubresourceDefinition
{
    /// <summary>The name after the slash, such as <c>status</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of the objects it takes and gives.</summary>
    public required string Kind { get; init; }

    /// <summary>The API group of that kind.</summary>
    public required string KindGroup { get; init; }

    /// <summary>The API version of that kind.</summary>
    public required string KindVersion { get; init; }

    /// <summary>The group and version of that kind as <c>apiVersion</c> has it.</summary>
    public string KindApiVersion => KindGroup.Length == 0 ? KindVersion : $"{KindGroup}/{KindVersion}";

    /// <summary>The verbs, as discovery lists them.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>The type of its objects; null for options that travel in the query only.</summary>
    public required SchemaType? Type { get; init; }

    /// <summary>True where reading and writing it is reading and writing a part of the stored object itself.</summary>
    public required bool IsPartOfObject { get; init; }
}
