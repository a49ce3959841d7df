using System.Text;
using Kite.Api.Models.RbacV1;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Rules as messages show them: <c>{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}</c>.</summary>
internal static class RuleText
{
    /// <summary>Single permissions put together again by what they are about, one line each, in order.</summary>
    public static string Lines(IEnumerable<PolicyRule> atoms) => string.Join(
        '\n',
        atoms.GroupBy(atom => (Quoted(atom.ApiGroups), Quoted(atom.Resources), Quoted(atom.ResourceNames), Quoted(atom.NonResourceURLs)))
            .Select(group => Describe(group.First() with { Verbs = [.. group.SelectMany(atom => atom.Verbs).Distinct()] }))
            .Order(StringComparer.Ordinal));

    public static string Quoted(IEnumerable<string> values) => "[" + string.Join(' ', values.Select(value => $"\"{value}\"")) + "]";

    private static string Describe(PolicyRule rule)
    {
        var parts = new List<string>();
        void Add(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0) parts.Add($"{name}:{Quoted(values)}");
        }

        Add("APIGroups", rule.ApiGroups);
        Add("Resources", rule.Resources);
        Add("NonResourceURLs", rule.NonResourceURLs);
        Add("ResourceNames", rule.ResourceNames);
        Add("Verbs", rule.Verbs);
        return new StringBuilder().Append('{').AppendJoin(", ", parts).Append('}').ToString();
    }
}
