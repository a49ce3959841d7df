using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.ReplicaSets;

/// <summary>Keeps as many pods running as a ReplicaSet, or a kind like it, asks for.</summary>
internal sealed class ReplicaController<T>(IReplicaKind<T> kind, IApiClient client, IEventRecorderFactory recorders, TimeProvider time) : IController
    where T : class, IApiObject<T>
{
    private const string OwnerIndex = "controller-uid";
    private readonly Expectations expectations = new(time);
    private readonly Claimer<T, Pod> claimer = new(client);
    private readonly PodControl control = new(client, recorders.For(kind.EventComponent));
    private ILister<T> sets = null!;
    private ILister<Pod> pods = null!;

    /// <inheritdoc/>
    public string Name => kind.ControllerName;

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => [T.Resource.GroupResource, "pods"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [$"{T.Resource.GroupResource}/status", "pods"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var setInformer = informers.For<T>();
        setInformer.AddIndex(OwnerIndex, set => OwnerReferences.ControllerOf(set) is { } owner ? [owner.Uid] : []);
        sets = setInformer.Lister;
        var podInformer = informers.Pods();
        pods = podInformer.Lister;
        setInformer.OnChange(change => OnSet(change, queue));
        podInformer.OnChange(change => OnPod(change, queue));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (sets.Get(key) is not { } value)
        {
            expectations.Forget(key);
            return null;
        }
        var set = kind.View(value);
        var isDue = expectations.AreMet(key);
        var candidates = pods.ControlledBy(set.Metadata.Uid).Concat(pods.Orphans(key.Namespace)).ToList();
        var active = await claimer.ClaimAsync(value, candidates.Where(pod => pod.IsActive()), pod => set.Spec.Selector.Matches(pod.Metadata.Labels), cancellationToken);
        var failure = isDue && set.Metadata.DeletionTimestamp is null ? await ManageAsync(value, set, active, cancellationToken) : null;
        var terminating = candidates.Count(pod => pod.IsTerminating() && !pod.IsFinished() && OwnerReferences.IsControlledBy(pod, set));
        var now = time.GetUtcNow();
        var status = ReplicaSetStatuses.Calculate(set, active, terminating, failure, now);
        if (!ReplicaSetStatuses.AreSame(set.Status, status))
            await client.Resource<T>().UpdateAsync(kind.WithStatus(value, status), cancellationToken, "status");
        if (failure is not null) throw new PodsNotManagedException(failure);
        return NextAvailability(set, active, now);
    }

    /// <summary>After how long the next ready pod has been ready for long enough.</summary>
    private static TimeSpan? NextAvailability(ReplicaSet set, IEnumerable<Pod> active, DateTimeOffset now)
    {
        var next = active.Select(pod => pod.AvailableAt(set.Spec.MinReadySeconds ?? 0)).Where(at => at > now).Min();
        return next - now;
    }

    private async Task<Exception?> ManageAsync(T value, ReplicaSet set, List<Pod> active, CancellationToken cancellationToken)
    {
        var missing = (set.Spec.Replicas ?? 1) - active.Count;
        return missing switch
        {
            > 0 => await CreateAsync(value, set, Math.Min(missing, 500), cancellationToken),
            < 0 => await DeleteAsync(value, set, active, Math.Min(-missing, 500), cancellationToken),
            _ => null,
        };
    }

    private async Task<Exception?> CreateAsync(T value, ReplicaSet set, int count, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(set);
        var about = ObjectReferences.To(value);
        var owner = OwnerReferences.ToController(T.Resource, set.Metadata);
        expectations.ExpectCreations(key, count);
        var (created, failure) = await SlowStart.RunAsync(count, () => control.CreateAsync(set.Spec.Template ?? PodTemplateSpec.Empty, about, owner, cancellationToken));
        if (created < count) expectations.CreationSeen(key, count - created);
        cancellationToken.ThrowIfCancellationRequested();
        return PodControl.IsNamespaceTerminating(failure) ? null : failure;
    }

    private async Task<Exception?> DeleteAsync(T value, ReplicaSet set, List<Pod> active, int count, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(set);
        var about = ObjectReferences.To(value);
        var chosen = ChooseForDeletion(set, active, count);
        expectations.ExpectDeletions(key, chosen.Select(pod => pod.Metadata.Uid));
        var deletions = chosen.Select(pod => DeleteAsync(pod, key, about, cancellationToken)).ToArray();
        await ((Task)Task.WhenAll(deletions)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return deletions.Select(task => task.Exception?.InnerException).FirstOrDefault(e => e is not null);
    }

    private async Task DeleteAsync(Pod pod, ObjectKey owner, ObjectReference about, CancellationToken cancellationToken)
    {
        var isAsked = false;
        try
        {
            isAsked = await control.DeleteAsync(pod, about, cancellationToken);
        }
        finally
        {
            if (!isAsked) expectations.DeletionSeen(owner, pod.Metadata.Uid);
        }
    }

    private List<Pod> ChooseForDeletion(ReplicaSet set, List<Pod> active, int count)
    {
        if (count >= active.Count) return active;
        var siblings = OwnerReferences.ControllerOf(set) is { } owner ? sets.ByIndex(OwnerIndex, owner.Uid) : [];
        var ranks = siblings.SelectMany(sibling => pods.ControlledBy(sibling.Metadata.Uid)).Where(pod => pod.IsActive())
            .CountBy(pod => pod.Spec.NodeName ?? "").ToDictionary();
        return [.. active.Order(new PodDeletionOrder(ranks, time.GetUtcNow())).Take(count)];
    }

    private void OnSet(InformerEvent<T> change, IWorkQueue<ObjectKey> queue)
    {
        var key = ObjectKey.Of(change.Object);
        if (change.Type is WatchEventType.Deleted || (change.Old is { } old && old.Metadata.Uid != change.Object.Metadata.Uid)) expectations.Forget(key);
        queue.Add(key);
    }

    private void OnPod(InformerEvent<Pod> change, IWorkQueue<ObjectKey> queue)
    {
        var pod = change.Object;
        var owner = Owner(pod);
        if (change.Old is { } old && Owner(old) is { } before && before != owner) queue.Add(before);
        if (owner is { } key)
        {
            if (change.Type is WatchEventType.Deleted || pod.IsTerminating()) expectations.DeletionSeen(key, pod.Metadata.Uid);
            else if (change.Type is WatchEventType.Added) expectations.CreationSeen(key);
            queue.Add(key);
        }
        else if (change.Type is not WatchEventType.Deleted && OwnerReferences.ControllerOf(pod) is null && MayBeAdopted(change))
        {
            foreach (var set in sets.List(pod.Metadata.Namespace))
                if (kind.View(set).Spec.Selector.Matches(pod.Metadata.Labels)) queue.Add(ObjectKey.Of(set));
        }
    }

    private static bool MayBeAdopted(InformerEvent<Pod> change) =>
        change.Old is null
        || OwnerReferences.ControllerOf(change.Old) is not null
        || change.Old.Metadata.Labels.Count != change.Object.Metadata.Labels.Count
        || !change.Old.Metadata.Labels.Matches(change.Object.Metadata.Labels);

    /// <summary>The key of the set that manages the pod, where there is one of that identity.</summary>
    private ObjectKey? Owner(Pod pod)
    {
        if (OwnerReferences.ControllerOf(pod) is not { } owner || owner.Kind != T.Resource.Kind) return null;
        var key = new ObjectKey(pod.Metadata.Namespace, owner.Name);
        return sets.Get(key)?.Metadata.Uid == owner.Uid ? key : null;
    }
}
