using Kite.Api.Errors;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Decides whether a write fits the quotas of its namespace, in kube-apiserver's words.</summary>
internal static class QuotaCheck
{
    /// <summary>What each quota that the write changes would have in use after it.</summary>
    /// <param name="request">The write.</param>
    /// <param name="evaluator">Knows the resource.</param>
    /// <param name="quotas">All quotas of the namespace.</param>
    /// <exception cref="ApiStatusException">The write doesn't fit, or says too little to be counted.</exception>
    public static IReadOnlyList<(Quota Quota, ResourceAmounts Used)> Evaluate(AdmissionRequest request, IQuotaEvaluator evaluator, IEnumerable<Quota> quotas)
    {
        var matching = Matching(request, evaluator, quotas);
        if (matching.Count == 0) return [];
        var delta = Delta(request, evaluator);
        var changes = new List<(Quota, ResourceAmounts)>();
        foreach (var quota in matching)
        {
            var requested = delta.Only(quota.Hard.Names);
            if (requested.Count == 0) continue;
            var used = new ResourceAmounts();
            used.Add(quota.Used);
            used.Add(requested);
            var exceeded = requested.All.Where(pair => pair.Value.Sign > 0 && used[pair.Key] > quota.Hard[pair.Key]).Select(pair => pair.Key).ToArray();
            if (exceeded.Length > 0)
                throw Refused(request, $"exceeded quota: {quota.Name}, requested: {requested.Only(exceeded)}, used: {quota.Used.Only(exceeded)}, limited: {quota.Hard.Only(exceeded)}");
            changes.Add((quota, used));
        }
        return changes;
    }

    private static List<Quota> Matching(AdmissionRequest request, IQuotaEvaluator evaluator, IEnumerable<Quota> quotas)
    {
        var matching = new List<Quota>();
        foreach (var quota in quotas)
        {
            var limited = (quota.Hard.Count == 0 ? quota.Demanded : quota.Hard).Names.Where(evaluator.Counts).ToArray();
            if (limited.Length == 0 || !quota.Covers(evaluator, request.Object!)) continue;
            if (evaluator.Missing(limited, request.Object!) is { } missing) throw Refused(request, $"failed quota: {quota.Name}: {missing}");
            if (limited.Any(name => !quota.Used.Has(name))) throw Refused(request, $"status unknown for quota: {quota.Name}, resources: {string.Join(",", limited.Order(StringComparer.Ordinal))}");
            matching.Add(quota);
        }
        return matching;
    }

    /// <summary>What the write uses more than before; resources that it leaves alone are left out.</summary>
    private static ResourceAmounts Delta(AdmissionRequest request, IQuotaEvaluator evaluator)
    {
        var usage = evaluator.Usage(request.Object!);
        var negative = usage.All.Where(pair => pair.Value.Sign < 0).Select(pair => pair.Key).ToArray();
        if (negative.Length > 0) throw Refused(request, $"quota usage is negative for resource(s): {string.Join(",", negative)}");
        if (request is { Operation: AdmissionOperation.Update, OldObject: { } old }) usage.Subtract(evaluator.Usage(old));
        return usage.Only(usage.All.Where(pair => !pair.Value.IsZero).Select(pair => pair.Key).ToArray());
    }

    private static ApiStatusException Refused(AdmissionRequest request, string why) => ApiErrors.Forbidden(request.Resource, request.Name, why);
}
