namespace Kite.ApiServer.OpenApi;

/// <summary>What upstream calls operations, which is what code generators make methods of.</summary>
internal static class OperationNames
{
    /// <summary>The group and version in the middle of a name: <c>rbac.authorization.k8s.io/v1</c> is <c>RbacAuthorizationV1</c>.</summary>
    public static string GroupVersion(string group, string version) => Group(group) + Capital(version);

    /// <summary>The group in the middle of a name.</summary>
    public static string Group(string group)
    {
        if (group.Length == 0) return "Core";
        var name = group.EndsWith(".k8s.io", StringComparison.Ordinal) ? group[..^".k8s.io".Length] : group;
        return string.Concat(name.Split('.', '-').Select(Capital));
    }

    /// <summary>The tag of a group version's operations: <c>rbacAuthorization_v1</c>.</summary>
    public static string Tag(string group, string version)
    {
        var name = Group(group);
        name = char.ToLowerInvariant(name[0]) + name[1..];
        return version.Length == 0 ? name : $"{name}_{version}";
    }

    /// <summary>The word that an action's name begins with.</summary>
    public static string Verb(string action) => action switch
    {
        "get" => "read",
        "post" => "create",
        "put" => "replace",
        "deletecollection" => "delete",
        "watchlist" => "watch",
        _ => action,
    };

    /// <summary>A word with a capital.</summary>
    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>What an action does, in words.</summary>
    public static string Description(string action, string kind, string subresource, string method)
    {
        var below = subresource.Length > 0 ? $"{subresource} of " : "";
        return action switch
        {
            "list" => $"list or watch objects of kind {kind}",
            "watch" => $"watch changes to an object of kind {kind}. deprecated: use the 'watch' parameter with a list operation instead, filtered to a single item with the 'fieldSelector' parameter.",
            "watchlist" => $"watch individual changes to a list of {kind}. deprecated: use the 'watch' parameter with a list operation instead.",
            "get" => $"read {below}the specified {kind}",
            "post" => $"create {below}{Article(kind)} {kind}",
            "put" => $"replace {below}the specified {kind}",
            "patch" => $"partially update {below}the specified {kind}",
            "delete" => $"delete {Article(kind)} {kind}",
            "deletecollection" => $"delete collection of {kind}",
            _ => $"connect {method.ToUpperInvariant()} requests to {below}{kind}",
        };
    }

    private static string Article(string kind) => "AEIOU".Contains(kind[0], StringComparison.Ordinal) ? "an" : "a";
}
