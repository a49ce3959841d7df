using Kite.Api.Models.AdmissionregistrationV1;
using Kite.Api.Schema;

namespace Kite.Api.Admission.TypeChecking;

/// <summary>Which kinds the rules of a policy name outright. Wildcards and subresources are passed over, as upstream does.</summary>
internal sealed class MatchedKinds(IReadOnlyList<ResourceRow> resources)
{
    /// <summary>No more kinds than this are looked at for one rule, and no rule after that.</summary>
    private const int Most = 10;

    /// <summary>The group versions of a policy's rules and parameters that have resources which aren't built in.</summary>
    internal IEnumerable<(string Group, string Version)> Unknown(ValidatingAdmissionPolicy policy) =>
        Named(policy).Where(named => Row(named) is null).Select(named => (named.Group, named.Version)).Distinct();

    /// <summary>The kinds of a policy's rules, in the order of their names.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="published">What isn't built in.</param>
    internal IReadOnlyList<MatchedKind> Of(ValidatingAdmissionPolicy policy, IReadOnlyList<PublishedVersion> published)
    {
        var kinds = new HashSet<MatchedKind>();
        foreach (var rule in Rules(policy))
        {
            var count = 0;
            foreach (var named in Named(rule))
            {
                if (Find(named, published) is not { } kind) continue;
                kinds.Add(kind);
                if (++count == Most) return Sorted(kinds);
            }
        }
        return Sorted(kinds);
    }

    private static IReadOnlyList<MatchedKind> Sorted(HashSet<MatchedKind> kinds) =>
        [.. kinds.OrderBy(kind => kind.Group, StringComparer.Ordinal).ThenBy(kind => kind.Version, StringComparer.Ordinal).ThenBy(kind => kind.Kind, StringComparer.Ordinal)];

    private static IReadOnlyList<NamedRuleWithOperations> Rules(ValidatingAdmissionPolicy policy) => policy.Spec?.MatchConstraints?.ResourceRules ?? [];

    private static IEnumerable<(string Group, string Version, string Resource)> Named(ValidatingAdmissionPolicy policy) => Rules(policy).SelectMany(Named);

    private static IEnumerable<(string Group, string Version, string Resource)> Named(NamedRuleWithOperations rule)
    {
        if (rule.ApiGroups.Any(group => group.Contains('*')) || rule.ApiVersions.Any(version => version.Contains('*'))) return [];
        return from @group in rule.ApiGroups.Order(StringComparer.Ordinal)
               from version in rule.ApiVersions.Order(StringComparer.Ordinal)
               from resource in rule.Resources.Order(StringComparer.Ordinal)
               where !resource.AsSpan().ContainsAny('*', '/')
               select (@group, version, resource);
    }

    private ResourceRow? Row((string Group, string Version, string Resource) named) =>
        resources.FirstOrDefault(row => row.Subresource.Length == 0 && row.Group == named.Group && row.Version == named.Version && row.Resource == named.Resource);

    private MatchedKind? Find((string Group, string Version, string Resource) named, IReadOnlyList<PublishedVersion> published)
    {
        if (Row(named) is { } row) return new MatchedKind(row.Group, row.Version, row.Kind);
        return published.FirstOrDefault(version => version.Group == named.Group && version.Version == named.Version)?.Kinds.GetValueOrDefault(named.Resource) is { } kind
            ? new MatchedKind(named.Group, named.Version, kind)
            : null;
    }
}
