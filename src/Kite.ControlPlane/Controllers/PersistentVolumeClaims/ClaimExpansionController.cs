using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumeClaims;

/// <summary>Hands claims that are to grow over to the resizer of their CSI driver, which does it and says so in the claim.</summary>
internal sealed class ClaimExpansionController(IApiClient client, IEventRecorderFactory recorders) : IController
{
    private readonly IEventRecorder events = recorders.For("volume_expand");
    private ILister<PersistentVolumeClaim> claims = null!;
    private ILister<PersistentVolume> volumes = null!;

    /// <inheritdoc/>
    public string Name => "volume-expand";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["persistentvolumeclaims", "persistentvolumes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["persistentvolumeclaims"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var claimInformer = informers.For<PersistentVolumeClaim>();
        (claims, volumes) = (claimInformer.Lister, informers.For<PersistentVolume>().Lister);
        claimInformer.OnChange(change =>
        {
            if (change.Old is { } old && old.RequestedSize() < change.Object.RequestedSize()) queue.Add(ObjectKey.Of(change.Object));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (claims.Get(key) is not { Status.Phase: "Bound" } claim || claim.RequestedSize() <= claim.ActualSize()) return null;
        if (volumes.Get(new ObjectKey("", claim.Spec.VolumeName ?? "")) is not { Spec.Csi: { } csi }) return null;
        if (claim.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.StorageResizer) != csi.Driver)
        {
            var annotations = new Dictionary<string, string>(claim.Metadata.Annotations) { [VolumeAnnotations.StorageResizer] = csi.Driver };
            await client.Resource<PersistentVolumeClaim>().UpdateAsync(claim with { Metadata = claim.Metadata with { Annotations = annotations } }, cancellationToken);
        }
        events.Record(ObjectReferences.To(claim), EventTypes.Normal, "ExternalExpanding", "waiting for an external controller to expand this PVC");
        return null;
    }
}
