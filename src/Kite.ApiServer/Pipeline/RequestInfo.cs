namespace Kite.ApiServer.Pipeline;

/// <summary>What a request asks for, read off its method and path the way kube-apiserver does.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb"/></remarks>
public sealed record RequestInfo
{
    /// <summary>What stands for a request that couldn't be read.</summary>
    internal static RequestInfo Unread { get; } = new() { IsResourceRequest = false, Path = "", Verb = "" };

    /// <summary>False for paths such as <c>/healthz</c>, <c>/version</c> and discovery.</summary>
    public required bool IsResourceRequest { get; init; }

    /// <summary>The path as sent.</summary>
    public required string Path { get; init; }

    /// <summary>The API verb (<c>get list watch create update patch delete deletecollection</c>), or the lower-case HTTP method of a non-resource request.</summary>
    public required string Verb { get; init; }

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The API version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The namespace; empty for cluster scope and for all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The plural resource name.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The object's name; empty for collections.</summary>
    public string Name { get; init; } = "";

    /// <summary>True where the request lasts as long as the client likes: watches, streams and proxies.</summary>
    public bool IsLongRunning => Verb is "watch" or "proxy" || (IsResourceRequest && Subresource is "attach" or "exec" or "proxy" or "log" or "portforward");

    /// <summary>True where the request changes nothing.</summary>
    public bool IsReadOnly => Verb is "get" or "list" or "watch";

    /// <summary>What follows the subresource, for proxies; without a leading slash.</summary>
    public string Remainder { get; init; } = "";
}
