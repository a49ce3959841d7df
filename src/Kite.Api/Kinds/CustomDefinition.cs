using System.Text.Json.Nodes;
using Kite.Api.CustomResources;

namespace Kite.Api.Kinds;

/// <summary>What a CustomResourceDefinition says of one of the versions that it defines; immutable.</summary>
public sealed class CustomDefinition
{
    /// <summary>The UID of the CustomResourceDefinition.</summary>
    public required string Uid { get; init; }

    /// <summary>The version's entry in <c>spec.versions</c>, defaulted; not to be changed by anyone.</summary>
    public required JsonObject Version { get; init; }

    /// <summary>The same, read and ready for use.</summary>
    public required CustomResourceVersion Parsed { get; init; }

    /// <summary>The kind of lists.</summary>
    public required string ListKind { get; init; }

    /// <summary>The schema as the definition has it (<c>schema.openAPIV3Schema</c>), which is what is published; null where there is none.</summary>
    public JsonObject? OpenApiSchema => Version.Object("schema").Object("openAPIV3Schema");

    /// <summary>True where objects are stored in this version.</summary>
    public bool IsStorage => Version.IsSet("storage");

    /// <summary>True where fields that the schema doesn't name are kept everywhere.</summary>
    public bool PreservesUnknownFields => Parsed.PreservesUnknownFields;
}
