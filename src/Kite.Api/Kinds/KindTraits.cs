using Kite.Api.Meta;
using Kite.Api.Validation;

namespace Kite.Api.Kinds;

/// <summary>How a kind differs from the rule; the entry of a kind in <see cref="KindTable"/>.</summary>
internal sealed record KindTraits
{
    /// <summary>How objects are named.</summary>
    internal NameRule Name { get; init; } = NameRules.Subdomain;

    /// <summary>True where <c>metadata.generation</c> counts the changes of what the user asks for.</summary>
    internal bool HasGeneration { get; init; }

    /// <summary>True where a change of annotations counts too.</summary>
    internal bool CountsAnnotations { get; init; }

    /// <summary>The metadata that an update through <c>status</c> leaves as it was.</summary>
    internal IReadOnlyList<string> KeptByStatus { get; init; } = [];

    /// <summary>The fields that the status of a new object has: <c>name</c> for an empty object, <c>name=value</c> for a value in JSON.</summary>
    internal IReadOnlyList<string> StatusFields { get; init; } = [];

    /// <summary>True where an update may leave out the resource version.</summary>
    internal bool AllowsUnconditionalUpdate { get; init; } = true;

    /// <summary>True where an update creates what isn't there.</summary>
    internal bool AllowsCreateOnUpdate { get; init; }

    /// <summary>True where a deletion waits to be confirmed.</summary>
    internal bool DeletesGracefully { get; init; }

    /// <summary>The selectable fields, as <see cref="SelectableFields"/> takes them.</summary>
    internal IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The resource whose storage the kind shares; null where it has its own.</summary>
    internal ApiResource? StoredAs { get; init; }

    /// <summary>The conversion to the form of <see cref="StoredAs"/>.</summary>
    internal IObjectConversion? Conversion { get; init; }

    /// <summary>What every use of the resource is warned of; null for one that is here to stay.</summary>
    internal string? Deprecation { get; init; }

    /// <summary>Makes the kind's own rules; null for a kind that has none.</summary>
    internal Func<KindShape, IKindRules>? Rules { get; init; }

    /// <summary>All user-settable metadata, for kinds whose status path changes nothing else.</summary>
    internal static IReadOnlyList<string> AllMetadata { get; } = ["labels", "annotations", "finalizers", "ownerReferences", "deletionTimestamp"];
}
