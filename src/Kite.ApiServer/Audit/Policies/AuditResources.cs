using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Audit.Policies;

/// <summary>Resources of one group.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Resources">The resources (<c>pods</c>, <c>pods/log</c>, <c>pods/*</c>, <c>*/scale</c>, <c>*</c>); all where there are none.</param>
/// <param name="ResourceNames">The names of objects; all where there are none.</param>
internal sealed record AuditResources(string Group, IReadOnlyList<string> Resources, IReadOnlyList<string> ResourceNames)
{
    /// <summary>True where a request is about one of them.</summary>
    public bool Include(RequestInfo request)
    {
        if (Group != request.Group) return false;
        if (Resources.Count == 0) return true;
        if (ResourceNames.Count > 0 && !ResourceNames.Contains(request.Name)) return false;
        return Resources.Any(resource => Names(resource, request));
    }

    private static bool Names(string entry, RequestInfo request)
    {
        if (entry == "*") return true;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return request.Subresource.Length == 0 && entry == request.Resource;
        var (resource, subresource) = (entry[..slash], entry[(slash + 1)..]);
        // pods/* is about the pods themselves, too; */scale about subresources alone.
        if (subresource == "*") return resource == request.Resource;
        return request.Subresource.Length > 0 && subresource == request.Subresource && (resource == "*" || resource == request.Resource);
    }
}
