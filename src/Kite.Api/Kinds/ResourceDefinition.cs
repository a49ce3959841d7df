using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.Api.Kinds;

/// <summary>Everything the server knows of a resource: its names, its schema and how its objects behave.</summary>
public sealed class ResourceDefinition
{
    /// <summary>Group, version, plural, kind and scope.</summary>
    public required ApiResource Resource { get; init; }

    /// <summary>The singular name.</summary>
    public required string Singular { get; init; }

    /// <summary>The short names, such as <c>po</c>.</summary>
    public required IReadOnlyList<string> ShortNames { get; init; }

    /// <summary>The categories, such as <c>all</c>.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>The verbs, as discovery lists them.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>The type of the objects.</summary>
    public required SchemaType Type { get; init; }

    /// <summary>What the kind demands beyond its schema.</summary>
    public required IKindRules Rules { get; init; }

    /// <summary>The subresources.</summary>
    public required IReadOnlyList<SubresourceDefinition> Subresources { get; init; }

    /// <summary>The fields that field selectors may name.</summary>
    public required SelectableFields SelectableFields { get; init; }

    /// <summary>The resource under whose key and in whose form objects are stored: this one, unless it shares another's storage.</summary>
    public required ApiResource StoredAs { get; init; }

    /// <summary>The conversion to the stored form; null where this is the stored form.</summary>
    public required IObjectConversion? Conversion { get; init; }

    /// <summary>True where an update may leave out the resource version and overwrite what is there.</summary>
    public required bool AllowsUnconditionalUpdate { get; init; }

    /// <summary>True where an update of an object that doesn't exist creates it.</summary>
    public required bool AllowsCreateOnUpdate { get; init; }

    /// <summary>True where a deletion waits for somebody to confirm it (pods on their node).</summary>
    public required bool DeletesGracefully { get; init; }

    /// <summary>What every use of the resource is warned of; null for one that is here to stay.</summary>
    public string? Deprecation { get; init; }

    /// <summary>What defines it; null for a built-in resource.</summary>
    public CustomDefinition? Custom { get; init; }

    /// <summary>The kind of its lists.</summary>
    public string ListKind => Custom?.ListKind ?? Resource.Kind + "List";

    /// <summary>True where objects are kept; false for reviews and bindings, which are answered at once.</summary>
    public bool IsStored => Verbs.Contains("get");

    /// <summary>True where there is a <c>status</c> subresource.</summary>
    public bool HasStatus => Subresource("status") is not null;

    /// <summary>The subresource of a name, or null.</summary>
    public SubresourceDefinition? Subresource(string name)
    {
        foreach (var subresource in Subresources)
        {
            if (subresource.Name == name) return subresource;
        }
        return null;
    }
}
