namespace Kite.ApiServer.Admission.Quotas;

/// <summary>The evaluators of all resources.</summary>
internal sealed class QuotaEvaluators(TimeProvider time)
{
    private static readonly string[] Always = ["pods", "services", "persistentvolumeclaims", "configmaps", "secrets", "resourcequotas", "replicationcontrollers"];

    private readonly Dictionary<string, IQuotaEvaluator> evaluators =
        new IQuotaEvaluator[] { new PodQuota(time), new ServiceQuota(), new VolumeClaimQuota() }.ToDictionary(evaluator => evaluator.GroupResource, StringComparer.Ordinal);

    /// <summary>The evaluator of a <c>plural.group</c>.</summary>
    public IQuotaEvaluator Of(string groupResource) =>
        evaluators.TryGetValue(groupResource, out var evaluator) ? evaluator : new ObjectCountQuota(groupResource);

    /// <summary>The evaluators that quotas of these names need.</summary>
    public IEnumerable<IQuotaEvaluator> For(IReadOnlyCollection<string> quotas) => Always
        .Concat(quotas.Where(name => name.StartsWith(ObjectCountQuota.Prefix, StringComparison.Ordinal)).Select(name => name[ObjectCountQuota.Prefix.Length..]))
        .Distinct()
        .Select(Of)
        .Where(evaluator => quotas.Any(evaluator.Counts));
}
