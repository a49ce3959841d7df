using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Authorization;

/// <summary>What is to be authorized: who, and what they ask for.</summary>
public sealed record AuthorizationAttributes
{
    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>What is asked for: the verb, and the resource or path.</summary>
    public required RequestInfo Request { get; init; }

    /// <summary>The one object that a list or watch is about, because its field selector demands a name; empty where the request names its object itself.</summary>
    public string SelectedName { get; init; } = "";

    /// <summary>The field selector of a list, watch or deletecollection; empty where there is none. Nodes may list only their own pods.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>The label selector of a list, watch or deletecollection; empty where there is none.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>A question of the server's own beside a request: whether a user may use a verb on one object of a resource, in whichever version.</summary>
    public static AuthorizationAttributes Of(UserInfo user, string verb, string group, string resource, string @namespace, string name) => new()
    {
        User = user,
        Request = new RequestInfo { IsResourceRequest = true, Path = "", Verb = verb, Group = group, Version = "*", Resource = resource, Namespace = @namespace, Name = name },
    };

    /// <summary>The verb.</summary>
    public string Verb => Request.Verb;

    /// <summary>True for resources, false for plain paths.</summary>
    public bool IsResourceRequest => Request.IsResourceRequest;

    /// <summary>The API group.</summary>
    public string Group => Request.Group;

    /// <summary>The namespace.</summary>
    public string Namespace => Request.Namespace;

    /// <summary>The plural resource name.</summary>
    public string Resource => Request.Resource;

    /// <summary>The subresource.</summary>
    public string Subresource => Request.Subresource;

    /// <summary>The object's name.</summary>
    public string Name => SelectedName.Length == 0 ? Request.Name : SelectedName;

    /// <summary>The path of a non-resource request.</summary>
    public string Path => Request.Path;
}
