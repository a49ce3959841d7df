using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Audit.Policies;

/// <summary>A rule of the policy; an empty list matches everything.</summary>
internal sealed record AuditRule
{
    /// <summary>How much is kept of what matches.</summary>
    public required AuditLevel Level { get; init; }

    /// <summary>The users.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The groups, of which the user has one.</summary>
    public IReadOnlyList<string> UserGroups { get; init; } = [];

    /// <summary>The verbs.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>The resources.</summary>
    public IReadOnlyList<AuditResources> Resources { get; init; } = [];

    /// <summary>The namespaces; an empty text for what is in none.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The paths of what is no resource; a star at the end stands for anything.</summary>
    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    /// <summary>The stages that make no event, with those that the policy omits.</summary>
    public AuditStages OmitStages { get; init; }

    /// <summary>True where objects are kept without who owns their fields.</summary>
    public bool OmitManagedFields { get; init; }

    /// <summary>True where the rule decides about a request.</summary>
    public bool Matches(UserInfo user, RequestInfo request)
    {
        if (Users.Count > 0 && !Users.Contains(user.Name)) return false;
        if (UserGroups.Count > 0 && !UserGroups.Any(user.Groups.Contains)) return false;
        if (Verbs.Count > 0 && !Verbs.Contains(request.Verb)) return false;
        if (Namespaces.Count > 0 || Resources.Count > 0) return MatchesResource(request);
        return NonResourceUrls.Count == 0 || (!request.IsResourceRequest && RuleMatching.HasPath(NonResourceUrls, request.Path));
    }

    private bool MatchesResource(RequestInfo request)
    {
        if (!request.IsResourceRequest || (Namespaces.Count > 0 && !Namespaces.Contains(request.Namespace))) return false;
        return Resources.Count == 0 || Resources.Any(resources => resources.Include(request));
    }
}
