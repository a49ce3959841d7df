using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Snapshots;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>Writes what a pod's claims need to get their volumes: reservations, and the node to make volumes for.</summary>
internal sealed class VolumeWriter(IApiClient client)
{
    /// <summary>Writes a plan; null on success, else why not. Binder and provisioners do the rest.</summary>
    internal async Task<string?> WriteAsync(VolumePlan plan, string nodeName, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (volume, claim) in plan.Reservations)
            {
                if (volume.IsReservedFor(claim) && volume.Spec.ClaimRef!.Uid == claim.Metadata.Uid) continue;
                var annotations = new Dictionary<string, string>(volume.Metadata.Annotations);
                if (volume.Spec.ClaimRef is null) annotations[VolumeAnnotations.BoundByController] = "yes";
                var reserved = volume with { Metadata = volume.Metadata with { Annotations = annotations }, Spec = volume.Spec with { ClaimRef = ObjectReferences.To(claim) } };
                await client.Resource<PersistentVolume>().UpdateAsync(reserved, cancellationToken);
            }
            foreach (var claim in plan.Provisionings)
            {
                if (claim.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.SelectedNode) == nodeName) continue;
                var annotations = new Dictionary<string, string>(claim.Metadata.Annotations) { [VolumeAnnotations.SelectedNode] = nodeName };
                await client.Resource<PersistentVolumeClaim>().UpdateAsync(claim with { Metadata = claim.Metadata with { Annotations = annotations } }, cancellationToken);
            }
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return e.Message;
        }
    }
}
