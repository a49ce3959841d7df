namespace Kite.Api.Client;

/// <summary>What to list or watch; the query parameters of <c>ListOptions</c>.</summary>
public sealed record ListQuery
{
    /// <summary>Everything.</summary>
    public static ListQuery All { get; } = new();

    /// <summary>A label selector such as <c>app=web,tier in (a,b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector such as <c>spec.nodeName=n1</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The resource version to list at or watch from.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>NotOlderThan</c> or <c>Exact</c>.</summary>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>At most how many objects in one page; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>The token of the next page.</summary>
    public string? Continue { get; init; }

    /// <summary>True to get bookmark events on a watch.</summary>
    public bool AllowWatchBookmarks { get; init; }

    /// <summary>After how many seconds the server ends a watch.</summary>
    public int? TimeoutSeconds { get; init; }
}
