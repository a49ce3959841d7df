using Kite.Api.Models.RbacV1;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Whether a policy rule covers a request.</summary>
/// <remarks>Rules are short lists, so they are searched as they are.</remarks>
internal static class RuleMatching
{
    private const string All = "*";

    public static bool Allows(this PolicyRule rule, AuthorizationAttributes attributes) => attributes.IsResourceRequest
        ? Has(rule.Verbs, attributes.Verb) && Has(rule.ApiGroups, attributes.Group) && HasResource(rule.Resources, attributes.Resource, attributes.Subresource) && HasName(rule.ResourceNames, attributes.Name)
        : Has(rule.Verbs, attributes.Verb) && HasPath(rule.NonResourceURLs, attributes.Path);

    /// <summary>True where a list holds the value or <c>*</c>.</summary>
    public static bool Has(IReadOnlyList<string> values, string value)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] == All || values[i] == value) return true;
        }
        return false;
    }

    /// <summary>True where a list holds the resource (<c>pods</c>), with its subresource (<c>pods/log</c>), the subresource of any resource (<c>*/scale</c>), or <c>*</c>.</summary>
    public static bool HasResource(IReadOnlyList<string> resources, string resource, string subresource)
    {
        for (var i = 0; i < resources.Count; i++)
        {
            var entry = resources[i];
            if (entry == All) return true;
            if (subresource.Length == 0)
            {
                if (entry == resource) return true;
            }
            else if (entry.Length > subresource.Length && entry[^(subresource.Length + 1)] == '/' && entry.EndsWith(subresource, StringComparison.Ordinal))
            {
                var parent = entry.AsSpan(0, entry.Length - subresource.Length - 1);
                if (parent is "*" || parent.SequenceEqual(resource)) return true;
            }
        }
        return false;
    }

    /// <summary>True where a list of paths holds the path, a prefix of it that ends in <c>*</c>, or <c>*</c>.</summary>
    public static bool HasPath(IReadOnlyList<string> paths, string path)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            var entry = paths[i];
            if (entry == All || entry == path) return true;
            if (entry.EndsWith('*') && path.AsSpan().StartsWith(entry.AsSpan(0, entry.Length - 1).TrimEnd('*'), StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private static bool HasName(IReadOnlyList<string> names, string name)
    {
        if (names.Count == 0) return true;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return true;
        }
        return false;
    }
}
