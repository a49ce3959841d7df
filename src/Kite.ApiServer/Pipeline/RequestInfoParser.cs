namespace Kite.ApiServer.Pipeline;

/// <summary>Reads off method, path and query what a request asks for.</summary>
internal static class RequestInfoParser
{
    /// <summary>What a request asks for.</summary>
    public static RequestInfo Parse(string method, string path, RequestQuery query)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = parts switch
        {
            ["api", _, _, ..] => 1,
            ["apis", _, _, _, ..] => 2,
            _ => 0,
        };
        if (at == 0) return new RequestInfo { IsResourceRequest = false, Path = path, Verb = method.ToLowerInvariant() };
        var group = at == 2 ? parts[1] : "";
        var version = parts[at];
        at++;
        var verb = VerbOf(method);
        // /proxy/ and /watch/ before the resource are the oldest clients' way; watch still works upstream.
        if (parts[at] == "watch" && parts.Length > at + 1)
        {
            verb = "watch";
            at++;
        }
        var @namespace = "";
        if (parts[at] == "namespaces" && parts.Length > at + 1)
        {
            @namespace = parts[at + 1];
            // namespaces/x/status and namespaces/x/finalize are the namespace's own subresources.
            if (parts.Length > at + 2 && !(parts.Length == at + 3 && parts[at + 2] is "status" or "finalize")) at += 2;
        }
        var name = parts.Length > at + 1 ? parts[at + 1] : "";
        return new RequestInfo
        {
            IsResourceRequest = true,
            Path = path,
            Group = group,
            Version = version,
            Namespace = @namespace,
            Resource = parts[at],
            Name = name,
            Subresource = parts.Length > at + 2 ? parts[at + 2] : "",
            Remainder = parts.Length > at + 3 ? RemainderOf(path, at + 3) : "",
            Verb = CollectionVerb(verb, name, query),
        };
    }

    private static string VerbOf(string method) => method switch
    {
        "GET" or "HEAD" => "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "",
    };

    private static string CollectionVerb(string verb, string name, RequestQuery query) => verb switch
    {
        "get" when query.Flag("watch") && (name.Length == 0 || query["fieldSelector"].Length > 0) => "watch",
        "get" when name.Length == 0 => "list",
        "delete" when name.Length == 0 => "deletecollection",
        _ => verb,
    };

    /// <summary>What follows a number of path segments, as it was sent: proxies must not lose a trailing slash.</summary>
    private static string RemainderOf(string path, int segments)
    {
        var at = 0;
        for (var i = 0; i < segments; i++)
        {
            while (at < path.Length && path[at] == '/') at++;
            while (at < path.Length && path[at] != '/') at++;
        }
        return at < path.Length ? path[(at + 1)..] : "";
    }
}
