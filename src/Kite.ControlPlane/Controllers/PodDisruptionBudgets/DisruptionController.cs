using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.PolicyV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Controllers.GarbageCollection;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.PodDisruptionBudgets;

/// <summary>Keeps the status of PodDisruptionBudgets, from which the API server decides on evictions.</summary>
internal sealed class DisruptionController(IApiClient client, IEventRecorderFactory recorders, KindLookup kinds, TimeProvider time) : IController
{
    private readonly IEventRecorder events = recorders.For("controllermanager");
    private readonly ScaleLookup scales = new(client, kinds);
    private ILister<PodDisruptionBudget> budgets = null!;
    private ILister<Pod> pods = null!;

    /// <inheritdoc/>
    public string Name => "disruption";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["poddisruptionbudgets.policy", "pods", "replicasets.apps", "deployments.apps", "replicationcontrollers"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["poddisruptionbudgets.policy/status"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var budgetInformer = informers.For<PodDisruptionBudget>();
        var podInformer = informers.Pods();
        budgets = budgetInformer.Lister;
        pods = podInformer.Lister;
        scales.Register(informers);
        budgetInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        podInformer.OnChange(change =>
        {
            foreach (var budget in budgets.List(change.Object.Metadata.Namespace))
                if (Selects(budget, change.Object) || (change.Old is { } old && Selects(budget, old))) queue.Add(ObjectKey.Of(budget));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (budgets.Get(key) is not { } budget) return null;
        var now = time.GetUtcNow();
        var selected = pods.List(key.Namespace).Where(pod => Selects(budget, pod) && !pod.IsFinished()).ToList();
        if (selected.Count == 0) events.Record(ObjectReferences.To(budget), EventTypes.Normal, "NoPods", "No matching pods found");
        var status = await CountAsync(budget, selected, cancellationToken) switch
        {
            { } count => BudgetStatuses.Calculate(budget, selected, count, now),
            null => BudgetStatuses.Fail(budget, "found no controller with a scale for some of the pods", now),
        };
        if (status != budget.Status) await client.Resource<PodDisruptionBudget>().UpdateAsync(budget with { Status = status }, cancellationToken, "status");
        return BudgetStatuses.NextExpiry(status) - now;
    }

    private static bool Selects(PodDisruptionBudget budget, Pod pod) => budget.Spec.Selector.Matches(pod.Metadata.Labels);

    /// <summary>Null where the budget can't be worked out, since a pod's owner has no scale.</summary>
    private async Task<DisruptionCount?> CountAsync(PodDisruptionBudget budget, List<Pod> selected, CancellationToken cancellationToken)
    {
        if (budget.Spec.MaxUnavailable is { } maxUnavailable)
            return await ExpectedAsync(selected, cancellationToken) is { } all ? new(all, Math.Max(0, all - maxUnavailable.Scale(all, roundUp: true))) : null;
        if (budget.Spec.MinAvailable is not { } minAvailable) return new(selected.Count, 0);
        if (minAvailable.IsInteger) return new(selected.Count, minAvailable.Number);
        return await ExpectedAsync(selected, cancellationToken) is { } expected ? new(expected, minAvailable.Scale(expected, roundUp: true)) : null;
    }

    private async Task<int?> ExpectedAsync(List<Pod> selected, CancellationToken cancellationToken)
    {
        var byOwner = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pod in selected)
        {
            if (await scales.FindAsync(pod, cancellationToken) is not { } scale) return null;
            byOwner[scale.Uid] = scale.Replicas;
        }
        return byOwner.Values.Sum();
    }
}
