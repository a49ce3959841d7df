using System.Text;

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

    /// <summary>The query as it follows a path, with its <c>?</c>; empty where nothing is asked for.</summary>
    public string ToQueryString(bool watch)
    {
        var query = new StringBuilder();
        Append(query, "watch", watch ? "true" : null);
        Append(query, "labelSelector", LabelSelector);
        Append(query, "fieldSelector", FieldSelector);
        Append(query, "resourceVersion", ResourceVersion);
        Append(query, "resourceVersionMatch", ResourceVersionMatch);
        Append(query, "limit", Limit > 0 ? Limit.ToString() : null);
        Append(query, "continue", Continue);
        Append(query, "allowWatchBookmarks", AllowWatchBookmarks ? "true" : null);
        Append(query, "timeoutSeconds", TimeoutSeconds?.ToString());
        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
