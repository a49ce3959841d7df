using Kite.Api.Models.FlowcontrolV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.FlowControl;

/// <summary>Rules of a flow schema: whose requests they cover, and for what.</summary>
internal sealed class FlowRules
{
    private const string All = "*";
    private readonly string[] users;
    private readonly string[] groups;
    private readonly string[] namespaces;
    private readonly ResourcePolicyRule[] resources;
    private readonly NonResourcePolicyRule[] paths;

    public FlowRules(PolicyRulesWithSubjects rules)
    {
        var accounts = rules.Subjects.Where(subject => subject.ServiceAccount is not null).Select(subject => subject.ServiceAccount!).ToLookup(account => account.Name == All);
        users = [.. rules.Subjects.Where(subject => subject.User is not null).Select(subject => subject.User!.Name), .. accounts[false].Select(account => ServiceAccountUser.Name(account.Namespace, account.Name))];
        groups = [.. rules.Subjects.Where(subject => subject.Group is not null).Select(subject => subject.Group!.Name)];
        namespaces = [.. accounts[true].Select(account => ServiceAccountUser.Name(account.Namespace, ""))];
        resources = [.. rules.ResourceRules];
        paths = [.. rules.NonResourceRules];
    }

    /// <summary>True where the rules cover a request.</summary>
    public bool Matches(UserInfo user, RequestInfo request) => IsAbout(user) && (request.IsResourceRequest ? CoversResource(request) : CoversPath(request));

    private bool IsAbout(UserInfo user)
    {
        foreach (var name in users)
        {
            if (name == All || name == user.Name) return true;
        }
        foreach (var group in groups)
        {
            if (group == All || IsIn(user, group)) return true;
        }
        foreach (var prefix in namespaces)
        {
            if (user.Name.StartsWith(prefix, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private static bool IsIn(UserInfo user, string group)
    {
        var memberOf = user.Groups;
        for (var i = 0; i < memberOf.Count; i++)
        {
            if (memberOf[i] == group) return true;
        }
        return false;
    }

    private bool CoversResource(RequestInfo request)
    {
        foreach (var rule in resources)
        {
            if (!RuleMatching.Has(rule.Verbs, request.Verb) || !RuleMatching.Has(rule.ApiGroups, request.Group) || !Names(rule.Resources, request)) continue;
            if (request.Namespace.Length == 0 ? rule.ClusterScope == true : RuleMatching.Has(rule.Namespaces, request.Namespace)) return true;
        }
        return false;
    }

    private bool CoversPath(RequestInfo request)
    {
        foreach (var rule in paths)
        {
            if (RuleMatching.Has(rule.Verbs, request.Verb) && RuleMatching.HasPath(rule.NonResourceURLs, request.Path)) return true;
        }
        return false;
    }

    private static bool Names(IReadOnlyList<string> resources, RequestInfo request)
    {
        for (var i = 0; i < resources.Count; i++)
        {
            var entry = resources[i].AsSpan();
            if (entry is All) return true;
            var slash = entry.IndexOf('/');
            var subresource = slash < 0 ? default : entry[(slash + 1)..];
            if (subresource.SequenceEqual(request.Subresource) && (slash < 0 ? entry : entry[..slash]).SequenceEqual(request.Resource)) return true;
        }
        return false;
    }
}
