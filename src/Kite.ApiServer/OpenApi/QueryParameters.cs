using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>Which query parameters an operation understands.</summary>
internal static class QueryParameters
{
    private const string IgnoreReadError = "ignoreStoreReadErrorWithClusterBreakingPotential";

    private static readonly string[] List =
    [
        "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "pretty", "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch",
    ];

    private static readonly string[] Write = ["dryRun", "fieldManager", "fieldValidation", "pretty"];

    private static readonly string[] Delete = ["dryRun", "gracePeriodSeconds", IgnoreReadError, "orphanDependents", "pretty", "propagationPolicy"];

    private static readonly string[] DeleteCollection =
    [
        "continue", "dryRun", "fieldSelector", "gracePeriodSeconds", IgnoreReadError, "labelSelector", "limit", "orphanDependents", "pretty", "propagationPolicy", "resourceVersion", "resourceVersionMatch",
        "sendInitialEvents", "timeoutSeconds",
    ];

    /// <summary>The parameters of an action (<c>x-kubernetes-action</c>), by name.</summary>
    public static IReadOnlyList<string> Of(string action) => action switch
    {
        "list" or "watch" or "watchlist" => List,
        "post" or "put" => Write,
        "patch" => [.. Write, "force"],
        "delete" => Delete,
        "deletecollection" => DeleteCollection,
        _ => ["pretty"],
    };

    /// <summary>The options of a stream or a proxy, which travel in the query: the fields of its kind.</summary>
    public static IReadOnlyList<SchemaField> Of(SchemaTable table, SubresourceDefinition subresource)
    {
        if (subresource.Name == "log") return table.Type("core/v1.PodLogOptions")?.Fields ?? [];
        return IsConnect(subresource) ? subresource.Type?.Fields ?? [] : [];
    }

    /// <summary>True for streams and proxies, which answer with whatever the other end says.</summary>
    public static bool IsConnect(SubresourceDefinition subresource) => subresource.Kind.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>The OpenAPI type of a parameter.</summary>
    public static string TypeOf(string name) => name switch
    {
        "limit" or "timeoutSeconds" or "gracePeriodSeconds" => "integer",
        "watch" or "allowWatchBookmarks" or "sendInitialEvents" or "force" or "orphanDependents" or IgnoreReadError => "boolean",
        _ => "string",
    };

    /// <summary>The OpenAPI type of a field in a query.</summary>
    public static string TypeOf(SchemaField field) => field.Type.Kind switch
    {
        SchemaKind.Bool => "boolean",
        SchemaKind.Int32 or SchemaKind.Int64 => "integer",
        _ => "string",
    };
}
