using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Requests;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumeClaims;

/// <summary>Keeps claims from going while pods use them.</summary>
internal sealed class ClaimProtectionController(IApiClient client) : IController
{
    private ILister<PersistentVolumeClaim> claims = null!;
    private ILister<Pod> pods = null!;

    /// <inheritdoc/>
    public string Name => "persistentvolumeclaim-protection";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["persistentvolumeclaims", "pods"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["persistentvolumeclaims"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var claimInformer = informers.For<PersistentVolumeClaim>();
        var podInformer = informers.PodsByClaim();
        (claims, pods) = (claimInformer.Lister, podInformer.Lister);
        claimInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        podInformer.OnChange(change =>
        {
            if (change.Type is not WatchEventType.Deleted && PodClaims.Holds(change.Object)) return;
            foreach (var claim in PodClaims.Of(change.Object)) queue.Add(new ObjectKey(change.Object.Metadata.Namespace, claim));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (claims.Get(key) is not { } claim) return null;
        var isGoing = claim.Metadata.DeletionTimestamp is not null;
        if (Finalizers.With(claim.Metadata, VolumeAnnotations.ClaimProtection, !isGoing) is not { } finalizers) return null;
        if (isGoing && await IsUsedAsync(key, cancellationToken)) return null;
        await client.Resource<PersistentVolumeClaim>().UpdateAsync(claim with { Metadata = claim.Metadata with { Finalizers = finalizers } }, cancellationToken);
        return null;
    }

    private async Task<bool> IsUsedAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (pods.UsersOf(key).Any(PodClaims.Holds)) return true;
        // The copy may miss a pod that has just got its node: the server has the last word.
        var all = await client.Resource<Pod>().ListAsync(key.Namespace, ListQuery.All, cancellationToken);
        return all.Items.Any(pod => PodClaims.Holds(pod) && PodClaims.Of(pod).Contains(key.Name));
    }
}
