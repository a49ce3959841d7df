using System.Collections.Concurrent;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>
/// Keeps <c>status.used</c> of quotas: charges them for writes before these are stored, and counts anew what is in use. Both hold the namespace's gate, and what is charged but not stored yet
/// counts as used, so that quotas are never exceeded and a count never forgets a write that is under way.
/// </summary>
internal sealed class QuotaLedger(ResourceCaches caches, IStore store, QuotaCount count, QuotaBacklog backlog) : IDisposable
{
    /// <summary>The resource that quotas are.</summary>
    public static readonly ApiResource Quotas = new("", "v1", "resourcequotas", "ResourceQuota", true);

    private const int MaxTries = 8;
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly ConcurrentDictionary<QuotaCharge, bool> open = new();

    /// <summary>True where the namespace has a quota.</summary>
    public bool HasQuotas(string @namespace)
    {
        var objects = caches.Of(Quotas).State.Objects;
        return objects.Count > 0 && objects.InNamespace(@namespace).Count > 0;
    }

    /// <summary>Charges the quotas that the write uses; complete once that is stored.</summary>
    /// <returns>The charge, to be disposed when the write has ended; null where there is nothing to charge.</returns>
    /// <exception cref="ApiStatusException">The write doesn't fit.</exception>
    public async ValueTask<QuotaCharge?> ChargeAsync(AdmissionRequest request, IQuotaEvaluator evaluator, CancellationToken cancellationToken)
    {
        var gate = Gate(request.Namespace);
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var changes = QuotaCheck.Evaluate(request, evaluator, Read(request.Namespace));
                if (changes.Count == 0 || request.IsDryRun) return null;
                if (await WriteAllAsync(changes, cancellationToken)) return Open(request, evaluator);
                // What was written before somebody else came between is too much by now.
                backlog.Add(request.Namespace);
                if (attempt >= MaxTries) throw ApiErrors.Conflict(Quotas, changes[0].Quota.Name, "the object has been modified; please apply your changes to the latest version and try again");
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Counts anew what is in use of every quota of a namespace, and stores what has changed.</summary>
    public async Task RecountAsync(string @namespace, CancellationToken cancellationToken)
    {
        var gate = Gate(@namespace);
        await gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var quota in Read(@namespace))
            {
                var used = count.Used(quota, [.. open.Keys.Where(charge => charge.Namespace == @namespace)]);
                if (quota.Hard.SameAs(quota.Demanded) && quota.Used.SameAs(used)) continue;
                if (!await WriteAsync(quota, quota.Demanded, used, cancellationToken)) backlog.Add(@namespace);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Forgets a charge; what wasn't stored is given back with the next count.</summary>
    public void Settle(QuotaCharge charge, string groupResource)
    {
        open.TryRemove(charge, out _);
        if (caches.Find(groupResource) is not { } cache || !charge.IsStored(cache)) backlog.Add(charge.Namespace);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gate in gates) gate.Dispose();
    }

    private SemaphoreSlim Gate(string @namespace) => gates[(uint)@namespace.GetHashCode(StringComparison.Ordinal) % gates.Length];

    private IEnumerable<Quota> Read(string @namespace) => caches.Of(Quotas).List(@namespace).Select(stored => new Quota(stored));

    private QuotaCharge Open(AdmissionRequest request, IQuotaEvaluator evaluator)
    {
        var delta = evaluator.Usage(request.Object!);
        if (request.OldObject is { } old) delta.Subtract(evaluator.Usage(old));
        var charge = new QuotaCharge(this, evaluator, new ObjectKey(request.Namespace, request.Name), request.Object!, delta, request.Operation == AdmissionOperation.Create);
        open[charge] = true;
        return charge;
    }

    private async ValueTask<bool> WriteAllAsync(IReadOnlyList<(Quota Quota, ResourceAmounts Used)> changes, CancellationToken cancellationToken)
    {
        foreach (var (quota, used) in changes)
        {
            if (!await WriteAsync(quota, quota.Hard, used, cancellationToken)) return false;
        }
        return true;
    }

    private async ValueTask<bool> WriteAsync(Quota quota, ResourceAmounts hard, ResourceAmounts used, CancellationToken cancellationToken) =>
        (await store.WriteAsync(new StoreWrite(StorePath.Of(Quotas, quota.Stored.Key), quota.With(hard, used), quota.Stored.ResourceVersion), cancellationToken)).Succeeded;
}
