using System.Collections.Concurrent;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>All policies of one sort that are bound, as they were at a time, by name; with what has been found out about which requests they are about.</summary>
/// <typeparam name="T">The sort of policy.</typeparam>
/// <param name="version">The versions of what the snapshot is made of.</param>
/// <param name="policies">The policies.</param>
/// <param name="matching">Matches requests.</param>
internal sealed class PolicySnapshot<T>(PolicyVersion version, BoundPolicy<T>[] policies, PolicyMatching matching)
{
    private readonly ConcurrentDictionary<(ApiResource Resource, string Subresource, AdmissionOperation Operation), BoundPolicy<T>[]> candidates = new();

    /// <summary>The versions of what the snapshot is made of.</summary>
    public PolicyVersion Version => version;

    /// <summary>All policies.</summary>
    public IReadOnlyList<BoundPolicy<T>> All => policies;

    /// <summary>The policies whose rules match a request; which of them are about its object is still to be seen.</summary>
    public IReadOnlyList<BoundPolicy<T>> For(AdmissionRequest request)
    {
        if (policies.Length == 0 || ExemptResources.IsConfiguration(request.Resource) || ExemptResources.IsReview(request.Resource)) return [];
        var key = (request.Resource, request.Subresource, request.Operation);
        return candidates.TryGetValue(key, out var found) ? found : candidates.GetOrAdd(key, [.. policies.Where(policy => matching.CanMatch(policy.Policy.Match, request))]);
    }
}
