using Kite.Api.Models.RbacV1;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Whether some rules give everything that others give; nobody may hand out more than they have.</summary>
internal static class RuleCoverage
{
    /// <summary>What of the wanted rules the held rules don't give, taken apart to single verbs, groups, resources and names; empty where they give all.</summary>
    public static IReadOnlyList<PolicyRule> Uncovered(IReadOnlyList<PolicyRule> held, IReadOnlyList<PolicyRule> wanted) =>
        [.. wanted.SelectMany(Atoms).Where(atom => !held.Any(rule => Covers(rule, atom)))];

    private static IEnumerable<PolicyRule> Atoms(PolicyRule rule)
    {
        foreach (var verb in rule.Verbs)
        {
            foreach (var path in rule.NonResourceURLs) yield return new() { Verbs = [verb], NonResourceURLs = [path] };
            foreach (var group in rule.ApiGroups)
            {
                foreach (var resource in rule.Resources)
                {
                    var atom = new PolicyRule { Verbs = [verb], ApiGroups = [group], Resources = [resource] };
                    if (rule.ResourceNames.Count == 0) yield return atom;
                    foreach (var name in rule.ResourceNames) yield return atom with { ResourceNames = [name] };
                }
            }
        }
    }

    private static bool Covers(PolicyRule rule, PolicyRule atom)
    {
        if (!RuleMatching.Has(rule.Verbs, atom.Verbs[0])) return false;
        if (atom.NonResourceURLs.Count > 0) return RuleMatching.HasPath(rule.NonResourceURLs, atom.NonResourceURLs[0]);
        return RuleMatching.Has(rule.ApiGroups, atom.ApiGroups[0])
            && CoversResource(rule.Resources, atom.Resources[0])
            && (rule.ResourceNames.Count == 0 || (atom.ResourceNames.Count > 0 && rule.ResourceNames.Contains(atom.ResourceNames[0])));
    }

    private static bool CoversResource(IReadOnlyList<string> held, string resource)
    {
        var slash = resource.IndexOf('/');
        return slash < 0 ? RuleMatching.HasResource(held, resource, "") : RuleMatching.HasResource(held, resource[..slash], resource[(slash + 1)..]);
    }
}
