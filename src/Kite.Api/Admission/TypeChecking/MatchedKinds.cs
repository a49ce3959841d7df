using Kite.Api.Models.AdmissionregistrationV1;
using Kite.Api.Schema;

namespace Kite.Api.Admission.TypeChecking;

/// <summary>Which kinds the rules of a policy name outright. Wildcards and subresources are passed over, as upstream does.</summary>
internal sealed class MatchedKinds(SchemaTable types, IReadOnlyList<ResourceRow> resources)
{
    /// <summary>No more kinds than this are looked at for one policy.</summary>
    private const int Most = 10;

    /// <summary>The built-in kinds of a policy's rules, in the order of their names.</summary>
    internal IReadOnlyList<MatchedKind> Of(ValidatingAdmissionPolicy policy)
    {
        var kinds = new SortedDictionary<string, MatchedKind>(StringComparer.Ordinal);
        foreach (var rule in policy.Spec?.MatchConstraints?.ResourceRules ?? [])
        {
            if (rule.ApiGroups.Contains("*") || rule.ApiVersions.Contains("*")) continue;
            foreach (var row in resources.Where(row => Matches(rule, row))) Add(kinds, row);
        }
        return [.. kinds.Values.Take(Most)];
    }

    private static bool Matches(NamedRuleWithOperations rule, ResourceRow row) =>
        row.Subresource.Length == 0 && rule.ApiGroups.Contains(row.Group) && rule.ApiVersions.Contains(row.Version) && rule.Resources.Contains(row.Resource);

    private void Add(SortedDictionary<string, MatchedKind> kinds, ResourceRow row)
    {
        var typeName = Packages.TypeName(row.Group, row.Version, row.Kind);
        if (types.Type(typeName) is null) return;
        var kind = new MatchedKind(row.Group, row.Version, row.Kind, typeName);
        kinds[kind.ToString()] = kind;
    }
}
