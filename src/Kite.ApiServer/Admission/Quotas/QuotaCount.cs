using Kite.Api.Codecs;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Counts what the objects of a namespace use of a quota.</summary>
internal sealed class QuotaCount(ResourceCaches caches, QuotaEvaluators evaluators)
{
    /// <summary>What is in use, for every name that the quota limits and anybody serves.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="pending">Writes that are charged already, but may not be stored yet.</param>
    public ResourceAmounts Used(Quota quota, IReadOnlyCollection<QuotaCharge> pending)
    {
        var used = new ResourceAmounts();
        foreach (var evaluator in evaluators.For(quota.Demanded.Names))
        {
            if (caches.Find(evaluator.GroupResource) is not { } cache) continue;
            var counted = quota.Demanded.Names.Where(evaluator.Counts).ToArray();
            foreach (var name in counted) used[name] = Quantity.Zero;
            // Before the objects: a write that ends between the two is counted twice, never not at all.
            var open = pending.Where(charge => charge.IsOf(evaluator) && !charge.IsStored(cache)).ToArray();
            Count(quota, evaluator, cache, counted, used);
            foreach (var charge in open)
            {
                if (quota.Covers(evaluator, charge.Item)) used.Add(charge.Delta.Only(counted));
            }
        }
        return used;
    }

    private static void Count(Quota quota, IQuotaEvaluator evaluator, ResourceCache cache, string[] counted, ResourceAmounts used)
    {
        var stored = cache.List(quota.Stored.Key.Namespace);
        if (evaluator is ObjectCountQuota counter)
        {
            if (quota.Scopes.Count == 0) used.Add(counter.Of(stored.Count).Only(counted));
            return;
        }
        foreach (var item in stored)
        {
            var value = JsonCodec.ParseObject(item.Json.Span);
            if (quota.Covers(evaluator, value)) used.Add(evaluator.Usage(value).Only(counted));
        }
    }
}
