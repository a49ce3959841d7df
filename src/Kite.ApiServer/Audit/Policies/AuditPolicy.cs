using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Audit.Policies;

/// <summary>What is kept of which requests.</summary>
/// <param name="Rules">The first that matches decides; without one nothing is kept.</param>
/// <remarks><see href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy"/></remarks>
internal sealed record AuditPolicy(IReadOnlyList<AuditRule> Rules)
{
    /// <summary>What is kept of a request.</summary>
    public AuditDecision Decide(UserInfo user, RequestInfo request)
    {
        foreach (var rule in Rules)
        {
            if (rule.Matches(user, request)) return new(rule.Level, rule.OmitStages, rule.OmitManagedFields);
        }
        return default;
    }
}
