using Kite.Api.Kinds;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Matches requests against what policies and bindings are about.</summary>
internal sealed class PolicyMatching(ResourceMatching resources, RequestLabels labels, ResourceCatalogue catalogue)
{
    /// <summary>True where the rules could match requests of the kind, whatever their objects.</summary>
    public bool CanMatch(PolicyMatch match, AdmissionRequest request) => match.Rules.Count == 0 || resources.Find(match.Rules, match.IsEquivalent, request, byName: false) is not null;

    /// <summary>The resource by which a request matches; null where it doesn't.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">There is no such namespace.</exception>
    public MatchedResource? Find(PolicyMatch match, AdmissionRequest request)
    {
        if (!RequestLabels.MatchesObject(match.ObjectSelector, request)) return null;
        if (match.Excluded.Count > 0 && resources.Find(match.Excluded, match.IsEquivalent, request, byName: true) is not null) return null;
        var found = match.Rules.Count == 0
            ? new MatchedResource(catalogue.Find(request.Resource), request.Resource, request.Kind, false)
            : resources.Find(match.Rules, match.IsEquivalent, request, byName: true);
        return found is not null && labels.MatchesNamespace(match.NamespaceSelector, request) ? found : null;
    }
}
