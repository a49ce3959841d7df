using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Authorization;

/// <summary>What is to be authorized: who, which verb, on what.</summary>
public sealed record AuthorizationAttributes
{
    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The verb.</summary>
    public required string Verb { get; init; }

    /// <summary>True for resources, false for plain paths.</summary>
    public required bool IsResourceRequest { get; init; }

    /// <summary>The API group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The API version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The plural resource name.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The object's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The path of a non-resource request.</summary>
    public string Path { get; init; } = "";

    /// <summary>The field selector of a list, watch or deletecollection; empty where there is none. Nodes may list only their own pods.</summary>
    public string FieldSelector { get; init; } = "";
}
