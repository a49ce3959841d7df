using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>A rule of a webhook or policy: which operations on which resources it is about.</summary>
internal sealed class ResourceRule
{
    private const string All = "*";

    private readonly string[] operations;
    private readonly string[] groups;
    private readonly string[] versions;
    private readonly (string Plural, string Subresource)[] resources;
    private readonly string[] names;
    private readonly string scope;

    /// <summary>Reads a <c>RuleWithOperations</c> or <c>NamedRuleWithOperations</c>.</summary>
    public ResourceRule(JsonObject rule)
    {
        operations = [.. rule.Texts("operations")];
        groups = [.. rule.Texts("apiGroups")];
        versions = [.. rule.Texts("apiVersions")];
        resources = [.. rule.Texts("resources").Select(Split)];
        names = [.. rule.Texts("resourceNames")];
        scope = rule.Text("scope");
    }

    /// <summary>True where the rule is about an operation on a resource, whatever the object's name.</summary>
    public bool Matches(ApiResource resource, string subresource, AdmissionOperation operation) =>
        MatchesScope(resource)
        && Has(operations, NameOf(operation))
        && Has(groups, resource.Group)
        && Has(versions, resource.Version)
        && MatchesResource(resource.Plural, subresource);

    /// <summary>True where the rule is about an object of that name.</summary>
    public bool MatchesName(string name) => names.Length == 0 || names.Contains(name, StringComparer.Ordinal);

    /// <summary>The word for an operation in rules and reviews.</summary>
    public static string NameOf(AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        AdmissionOperation.Delete => "DELETE",
        _ => "CONNECT",
    };

    private static bool Has(string[] items, string wanted)
    {
        foreach (var item in items)
        {
            if (item == All || item == wanted) return true;
        }
        return false;
    }

    private static (string Plural, string Subresource) Split(string resource)
    {
        var slash = resource.IndexOf('/');
        return slash < 0 ? (resource, "") : (resource[..slash], resource[(slash + 1)..]);
    }

    private bool MatchesScope(ApiResource resource) => scope switch
    {
        "" or All => true,
        "Namespaced" => resource.IsNamespaced,
        "Cluster" => !resource.IsNamespaced,
        _ => false,
    };

    private bool MatchesResource(string plural, string subresource)
    {
        foreach (var wanted in resources)
        {
            if ((wanted.Plural == All || wanted.Plural == plural) && (wanted.Subresource == All || wanted.Subresource == subresource)) return true;
        }
        return false;
    }
}
