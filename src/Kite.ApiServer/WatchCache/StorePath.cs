using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>Where objects lie in the store: <c>/registry/plural.group/namespace/name</c>.</summary>
internal static class StorePath
{
    /// <summary>What all keys begin with.</summary>
    public const string Root = "/registry/";

    /// <summary>What all keys of a resource begin with.</summary>
    public static string Prefix(ApiResource resource) => $"{Root}{resource.GroupResource}/";

    /// <summary>The key of an object.</summary>
    public static string Of(ApiResource resource, ObjectKey key) =>
        key.Namespace.Length == 0 ? $"{Root}{resource.GroupResource}/{key.Name}" : $"{Root}{resource.GroupResource}/{key.Namespace}/{key.Name}";

    /// <summary>The <c>plural.group</c> of a key.</summary>
    public static ReadOnlySpan<char> GroupResource(string path)
    {
        var rest = path.AsSpan(Root.Length);
        return rest[..Math.Max(0, rest.IndexOf('/'))];
    }

    /// <summary>The object of a key.</summary>
    public static ObjectKey Key(string path)
    {
        var start = path.IndexOf('/', Root.Length) + 1;
        var slash = path.IndexOf('/', start);
        return slash < 0 ? new("", path[start..]) : new(path[start..slash], path[(slash + 1)..]);
    }
}
