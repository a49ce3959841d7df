using System.Collections.Concurrent;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Clocks;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Controllers.PersistentVolumeClaims;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.VolumeAttachments;

/// <summary>
/// Asks for CSI volumes to be attached to the nodes of the pods that use them, and detached when the last is gone; the driver's attacher does it. Tells each node which of its
/// volumes are attached. A key is a node, in the place of the namespace, and a volume, or nothing for the node itself.
/// </summary>
internal sealed class AttachDetachController(IApiClient client, IEventRecorderFactory recorders, TimeProvider clock) : IController
{
    /// <summary>A node that doesn't answer keeps what it holds for this long: it may be writing yet.</summary>
    private static readonly TimeSpan LongestUnmount = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<ObjectKey, TimeSpan> unanswered = [];
    private readonly IEventRecorder events = recorders.For("attachdetach-controller");
    private ILister<Pod> pods = null!;
    private ILister<PersistentVolumeClaim> claims = null!;
    private ILister<PersistentVolume> volumes = null!;
    private ILister<VolumeAttachment> attachments = null!;
    private ILister<CSIDriver> drivers = null!;
    private ILister<Node> nodes = null!;

    /// <inheritdoc/>
    public string Name => "attachdetach";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["pods", "persistentvolumeclaims", "persistentvolumes", "volumeattachments.storage.k8s.io", "csidrivers.storage.k8s.io", "nodes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["volumeattachments.storage.k8s.io", "nodes/status"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var (podInformer, claimInformer, attachmentInformer) = (informers.PodsByClaim(), informers.For<PersistentVolumeClaim>(), informers.For<VolumeAttachment>());
        var (volumeInformer, driverInformer, nodeInformer) = (informers.For<PersistentVolume>(), informers.For<CSIDriver>(), informers.For<Node>());
        (pods, claims, attachments) = (podInformer.Lister, claimInformer.Lister, attachmentInformer.Lister);
        (volumes, drivers, nodes) = (volumeInformer.Lister, driverInformer.Lister, nodeInformer.Lister);
        podInformer.OnChange(change => Enqueue(change.Object, queue));
        claimInformer.OnChange(change => EnqueueUsers(ObjectKey.Of(change.Object), queue));
        volumeInformer.OnChange(change =>
        {
            if (change.Object.Spec is { Csi: not null, ClaimRef: { } reference }) EnqueueUsers(new ObjectKey(reference.Namespace ?? "", reference.Name ?? ""), queue);
        });
        attachmentInformer.OnChange(change =>
        {
            if (change.Object.Spec.Source.PersistentVolumeName is { } volume) queue.Add(Attachments.KeyOf(change.Object.Spec.NodeName, volume));
            queue.Add(Attachments.KeyOf(change.Object.Spec.NodeName, ""));
            Announce(change, queue);
        });
        driverInformer.OnChange(change =>
        {
            foreach (var volume in volumes.List())
                if (volume.Spec.Csi?.Driver == change.Object.Metadata.Name && volume.Spec.ClaimRef is { } reference) EnqueueUsers(new ObjectKey(reference.Namespace ?? "", reference.Name ?? ""), queue);
        });
        nodeInformer.OnChange(change =>
        {
            // What a node still holds keeps its attachment; when that changes, or the node goes or answers no more, look again.
            if (change.Type is WatchEventType.Modified && change.Old is { } old && NodeVolumes.IsSame(old, change.Object)) return;
            queue.Add(Attachments.KeyOf(change.Object.Metadata.Name, ""));
            foreach (var attachment in attachments.List())
                if (attachment.Spec.NodeName == change.Object.Metadata.Name && attachment.Spec.Source.PersistentVolumeName is { } volume) queue.Add(Attachments.KeyOf(attachment.Spec.NodeName, volume));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var (node, name) = (key.Namespace, key.Name);
        if (name.Length == 0)
        {
            await TellAsync(node, cancellationToken);
            return null;
        }
        var volume = volumes.Get(new ObjectKey("", name));
        var users = volume is null ? [] : UsersOf(volume).Where(pod => pod.Spec.NodeName == node && IsUsing(pod)).ToList();
        var attachment = attachments.List().FirstOrDefault(item => item.Spec.NodeName == node && item.Spec.Source.PersistentVolumeName == name);
        if (users.Count > 0 && volume!.Spec.Csi is { } csi)
        {
            unanswered.TryRemove(key, out _);
            if (attachment is null && NeedsAttachment(csi.Driver)) await AttachAsync(volume, node, users, cancellationToken);
        }
        else if (attachment is { Metadata.DeletionTimestamp: null })
        {
            if (volume?.Spec.Csi is { } held && nodes.Get(new ObjectKey("", node)) is { } holder && HeldFor(key, holder, held) is { } wait) return wait;
            unanswered.TryRemove(key, out _);
            await client.Resource<VolumeAttachment>().DeleteIfPresentAsync(null, attachment.Metadata.Name, null, cancellationToken);
        }
        return null;
    }

    /// <summary>How long a volume stays attached because the node's kubelet says that it still has it mounted; null where it needn't.</summary>
    private TimeSpan? HeldFor(ObjectKey key, Node node, CSIPersistentVolumeSource volume)
    {
        if (!node.Status.VolumesInUse.Contains(NodeVolumes.NameOf(volume)) || NodeVolumes.IsOutOfService(node)) return null;
        if (NodeVolumes.IsReady(node))
        {
            unanswered.TryRemove(key, out _);
            return LongestUnmount;
        }
        var left = unanswered.GetOrAdd(key, clock.Uptime()) + LongestUnmount - clock.Uptime();
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Tells a node which volumes are attached to it; one that is about to be detached isn't any more.</summary>
    private async Task TellAsync(string name, CancellationToken cancellationToken)
    {
        if (nodes.Get(new ObjectKey("", name)) is not { } node) return;
        var attached = attachments.List().Where(item => item.Spec.NodeName == name && item is { Metadata.DeletionTimestamp: null, Status.Attached: true })
            .Select(item => volumes.Get(new ObjectKey("", item.Spec.Source.PersistentVolumeName ?? ""))?.Spec.Csi).OfType<CSIPersistentVolumeSource>().Select(NodeVolumes.NameOf).Order(StringComparer.Ordinal).ToList();
        if (NodeVolumes.Patch(node, attached) is { } patch) await client.Resource<Node>().PatchAsync(null, name, patch, cancellationToken, "status");
    }

    private static bool IsUsing(Pod pod) => !pod.IsFinished();

    private bool NeedsAttachment(string driver) => drivers.Get(new ObjectKey("", driver)) is not { } known || known.Spec.AttachRequired is not false;

    private async Task AttachAsync(PersistentVolume volume, string node, List<Pod> users, CancellationToken cancellationToken)
    {
        if (volume.Spec.AccessModes.All(mode => mode is "ReadWriteOnce" or "ReadWriteOncePod")
            && attachments.List().FirstOrDefault(other => other.Spec.Source.PersistentVolumeName == volume.Metadata.Name && other.Spec.NodeName != node) is { } elsewhere)
        {
            var others = UsersOf(volume).Where(pod => pod.Spec.NodeName == elsewhere.Spec.NodeName).Select(pod => pod.Metadata.Name).ToList();
            var why = others.Count > 0 ? $"Volume is already used by pod(s) {string.Join(", ", others)}" : "Volume is already exclusively attached to one node and can't be attached to another";
            foreach (var pod in users) events.Record(ObjectReferences.To(pod), EventTypes.Warning, "FailedAttachVolume", $"Multi-Attach error for volume \"{volume.Metadata.Name}\" {why}");
            return;
        }
        await client.Resource<VolumeAttachment>().CreateAsync(Attachments.For(volume, node), cancellationToken);
    }

    private void Announce(InformerEvent<VolumeAttachment> change, IWorkQueue<ObjectKey> queue)
    {
        var (now, before) = (change.Object, change.Old);
        if (change.Type is WatchEventType.Deleted && now.Spec.Source.PersistentVolumeName is { } gone && volumes.Get(new ObjectKey("", gone)) is { Spec.ClaimRef: not null } free)
        {
            // Nodes that waited for it to come free may have it now.
            foreach (var pod in UsersOf(free)) Enqueue(pod, queue);
        }
        if (before is null || now.Spec.Source.PersistentVolumeName is not { } name || volumes.Get(new ObjectKey("", name)) is not { } volume) return;
        var users = UsersOf(volume).Where(pod => pod.Spec.NodeName == now.Spec.NodeName && IsUsing(pod));
        if (now.Status.Attached && !before.Status.Attached)
            foreach (var pod in users) events.Record(ObjectReferences.To(pod), EventTypes.Normal, "SuccessfulAttachVolume", $"AttachVolume.Attach succeeded for volume \"{name}\" ");
        else if (now.Status.AttachError is { } error && error != before.Status.AttachError)
            foreach (var pod in users) events.Record(ObjectReferences.To(pod), EventTypes.Warning, "FailedAttachVolume", $"AttachVolume.Attach failed for volume \"{name}\" : {error.Message}");
    }

    private IEnumerable<Pod> UsersOf(PersistentVolume volume)
    {
        if (volume.Spec.ClaimRef is not { } reference) return [];
        var key = new ObjectKey(reference.Namespace ?? "", reference.Name ?? "");
        return claims.Get(key) is { } claim && claim.Spec.VolumeName == volume.Metadata.Name ? pods.UsersOf(key) : [];
    }

    private void EnqueueUsers(ObjectKey claim, IWorkQueue<ObjectKey> queue)
    {
        foreach (var pod in pods.UsersOf(claim)) Enqueue(pod, queue);
    }

    private void Enqueue(Pod pod, IWorkQueue<ObjectKey> queue)
    {
        if (string.IsNullOrEmpty(pod.Spec.NodeName)) return;
        foreach (var name in PodClaims.Of(pod))
        {
            if (claims.Get(new ObjectKey(pod.Metadata.Namespace, name))?.Spec.VolumeName is not { Length: > 0 } volume) continue;
            if (volumes.Get(new ObjectKey("", volume)) is { Spec.Csi: not null }) queue.Add(Attachments.KeyOf(pod.Spec.NodeName, volume));
        }
    }
}
