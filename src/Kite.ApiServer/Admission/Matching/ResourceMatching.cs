using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>Finds the resource by which rules match: the one written to, or, where rules are meant for all versions of it, another one that shows the same objects.</summary>
internal sealed class ResourceMatching(ResourceCatalogue catalogue)
{
    /// <summary>The first match of the rules.</summary>
    /// <param name="rules">The rules, in order.</param>
    /// <param name="isEquivalent">True where other versions of the resource count.</param>
    /// <param name="request">The request; of it resource, subresource, operation and kind count.</param>
    /// <param name="byName">True where names that rules give count too.</param>
    /// <returns>The match; null where no rule matches.</returns>
    public MatchedResource? Find(IReadOnlyList<ResourceRule> rules, bool isEquivalent, AdmissionRequest request, bool byName)
    {
        var resource = request.Resource;
        if (Matches(rules, resource, request, byName)) return new(catalogue.Find(resource), resource, request.Kind, false);
        if (!isEquivalent || catalogue.Find(resource) is not { } definition) return null;
        var isObject = request.Kind == GroupVersionKind.Of(resource);
        foreach (var rule in rules)
        {
            foreach (var other in Equivalents(definition))
            {
                if (!rule.Matches(other.Resource, request.Subresource, request.Operation) || (byName && !rule.MatchesName(request.Name))) continue;
                return new(other, other.Resource, isObject ? GroupVersionKind.Of(other.Resource) : request.Kind, isObject);
            }
        }
        return null;
    }

    private static bool Matches(IReadOnlyList<ResourceRule> rules, ApiResource resource, AdmissionRequest request, bool byName)
    {
        foreach (var rule in rules)
        {
            if (rule.Matches(resource, request.Subresource, request.Operation) && (!byName || rule.MatchesName(request.Name))) return true;
        }
        return false;
    }

    private IEnumerable<ResourceDefinition> Equivalents(ResourceDefinition definition) =>
        catalogue.Resources.Where(other => other.StoredAs.GroupResource == definition.StoredAs.GroupResource && other.Resource != definition.Resource);
}
