using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Controllers.Requests;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.LocalPath;

/// <summary>
/// Provisions volumes that are directories of nodes: made on the node that the scheduler chose, removed when the volume is let go, grown by saying so. Keys with a namespace are claims, those without
/// are volumes.
/// </summary>
internal sealed class LocalPathProvisioner(IApiClient client, IEventRecorderFactory recorders) : IController
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly IEventRecorder events = recorders.For("local-path-provisioner");
    private readonly NodeDirectories directories = new(client);
    private ILister<PersistentVolumeClaim> claims = null!;
    private ILister<PersistentVolume> volumes = null!;
    private ILister<StorageClass> classes = null!;
    private ILister<Node> nodes = null!;

    /// <inheritdoc/>
    public string Name => "local-path-provisioner";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io", "nodes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["persistentvolumeclaims", "persistentvolumeclaims/status", "persistentvolumes"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var (claimInformer, volumeInformer) = (informers.For<PersistentVolumeClaim>(), informers.For<PersistentVolume>());
        (claims, volumes, classes, nodes) = (claimInformer.Lister, volumeInformer.Lister, informers.For<StorageClass>().Lister, informers.For<Node>().Lister);
        claimInformer.OnChange(change =>
        {
            if (change.Type is not WatchEventType.Deleted && IsOurs(change.Object)) queue.Add(ObjectKey.Of(change.Object));
        });
        volumeInformer.OnChange(change =>
        {
            if (change.Type is not WatchEventType.Deleted && IsOurs(change.Object)) queue.Add(ObjectKey.Of(change.Object));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (key.Namespace.Length == 0) return volumes.Get(key) is { } volume ? await RemoveAsync(volume, cancellationToken) : null;
        if (claims.Get(key) is not { Metadata.DeletionTimestamp: null } claim) return null;
        if (string.IsNullOrEmpty(claim.Spec.VolumeName)) return await ProvisionAsync(claim, cancellationToken);
        await ExpandAsync(claim, cancellationToken);
        return null;
    }

    private static bool IsOurs(PersistentVolumeClaim claim) => claim.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.StorageProvisioner) == LocalPathStorage.Provisioner;

    private static bool IsOurs(PersistentVolume volume) => volume.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.ProvisionedBy) == LocalPathStorage.Provisioner;

    private async Task<TimeSpan?> ProvisionAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        if (classes.Get(new ObjectKey("", claim.ClassName())) is not { Provisioner: LocalPathStorage.Provisioner } storageClass) return null;
        if (volumes.Get(new ObjectKey("", LocalPathVolumes.NameFor(claim))) is not null) return null;
        var chosen = claim.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.SelectedNode);
        if (chosen is null && storageClass.IsDelayed()) return null;
        if (claim.Spec.VolumeMode == "Block") return Fail(claim, storageClass, "only volumeMode Filesystem is supported");
        if (claim.Spec.DataSourceRef is not null || claim.Spec.DataSource is not null) return Fail(claim, storageClass, "data sources are not supported");
        var node = chosen is null ? AnyNode() : nodes.Get(new ObjectKey("", chosen));
        if (node is null && chosen is not null)
        {
            // The scheduler is to choose again.
            await WithoutNodeAsync(claim, cancellationToken);
            return null;
        }
        if (node is null) return Fail(claim, storageClass, "there is no ready node");
        try
        {
            var path = await directories.MakeAsync(node.Metadata.Name, LocalPathVolumes.NameFor(claim), cancellationToken);
            var volume = await client.Resource<PersistentVolume>().CreateAsync(LocalPathVolumes.For(claim, storageClass, node, path), cancellationToken);
            events.Record(ObjectReferences.To(claim), EventTypes.Normal, "ProvisioningSucceeded", $"Successfully provisioned volume {volume.Metadata.Name}");
            return null;
        }
        catch (NodeDirectoryException e)
        {
            return Fail(claim, storageClass, e.Message);
        }
    }

    /// <summary>Removes the directory of a volume that was let go, then the volume. What a node that is gone held, is gone with it.</summary>
    private async Task<TimeSpan?> RemoveAsync(PersistentVolume volume, CancellationToken cancellationToken)
    {
        var isGoing = volume.Metadata.DeletionTimestamp is not null;
        if (volume.Status.Phase == "Bound" || (!isGoing && (volume.Status.Phase != "Released" || volume.Spec.PersistentVolumeReclaimPolicy != "Delete"))) return null;
        var holder = LocalPathVolumes.NodeOf(volume) is { } name ? nodes.List().FirstOrDefault(node => node.Metadata.Labels.GetValueOrDefault("kubernetes.io/hostname", node.Metadata.Name) == name) : null;
        if (holder is not null && volume.Spec.PersistentVolumeReclaimPolicy == "Delete")
        {
            try
            {
                await directories.RemoveAsync(holder.Metadata.Name, volume.Metadata.Name, cancellationToken);
            }
            catch (NodeDirectoryException e)
            {
                events.Record(ObjectReferences.To(volume), EventTypes.Warning, "VolumeFailedDelete", e.Message);
                return Retry;
            }
        }
        if (Finalizers.With(volume.Metadata, LocalPathStorage.Finalizer, isWanted: false) is { } finalizers)
            volume = await client.Resource<PersistentVolume>().UpdateAsync(volume with { Metadata = volume.Metadata with { Finalizers = finalizers } }, cancellationToken);
        if (!isGoing)
            await client.Resource<PersistentVolume>().DeleteIfPresentAsync(null, volume.Metadata.Name, new DeleteOptions { Preconditions = new() { Uid = volume.Metadata.Uid } }, cancellationToken);
        return null;
    }

    /// <summary>A directory has no size of its own: growing is saying so.</summary>
    private async Task ExpandAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var wanted = claim.RequestedSize();
        if (claim.Status.Phase != "Bound" || wanted <= claim.ActualSize() || volumes.Get(new ObjectKey("", claim.Spec.VolumeName!)) is not { } volume || !IsOurs(volume)) return;
        var size = new Dictionary<string, Quantity> { ["storage"] = wanted };
        if (volume.Size() < wanted) await client.Resource<PersistentVolume>().UpdateAsync(volume with { Spec = volume.Spec with { Capacity = size } }, cancellationToken);
        await client.Resource<PersistentVolumeClaim>().UpdateAsync(claim with { Status = claim.Status with { Capacity = size } }, cancellationToken, "status");
        events.Record(ObjectReferences.To(claim), EventTypes.Normal, "VolumeResizeSuccessful", "Resize volume succeeded");
    }

    private async Task WithoutNodeAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var annotations = claim.Metadata.Annotations.Where(pair => pair.Key != VolumeAnnotations.SelectedNode).ToDictionary();
        await client.Resource<PersistentVolumeClaim>().UpdateAsync(claim with { Metadata = claim.Metadata with { Annotations = annotations } }, cancellationToken);
    }

    private Node? AnyNode() => nodes.List().Where(node => node.Spec.Unschedulable is not true && node.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }))
        .OrderBy(node => node.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();

    private TimeSpan? Fail(PersistentVolumeClaim claim, StorageClass storageClass, string why)
    {
        events.Record(ObjectReferences.To(claim), EventTypes.Warning, "ProvisioningFailed", $"failed to provision volume with StorageClass \"{storageClass.Metadata.Name}\": {why}");
        return Retry;
    }
}
