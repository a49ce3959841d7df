namespace Kite.Api.Cel.Libraries.Authorization;

/// <summary>What is asked of an authorizer.</summary>
public sealed record CelAuthorizationCheck
{
    /// <summary>The verb: of the API for resources, of HTTP for paths.</summary>
    public string Verb { get; init; } = "";

    /// <summary>The path that isn't a resource; null where a resource is asked about.</summary>
    public string? Path { get; init; }

    /// <summary>The API group; the version doesn't matter (<c>*</c>).</summary>
    public string Group { get; init; } = "";

    /// <summary>The plural name of the resource.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace, or empty for all and for what has none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of the object, or empty for all.</summary>
    public string Name { get; init; } = "";

    /// <summary>The field selector as written; empty for none. One that can't be parsed counts as none.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>The label selector as written; empty for none. One that can't be parsed counts as none.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>The service account that is asked about; null for whoever made the request.</summary>
    public (string Namespace, string Name)? ServiceAccount { get; init; }
}
