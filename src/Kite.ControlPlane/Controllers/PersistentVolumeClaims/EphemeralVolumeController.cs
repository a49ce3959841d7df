using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.PersistentVolumeClaims;

/// <summary>Makes the claims of pods' generic ephemeral volumes; they belong to their pod and go with it.</summary>
internal sealed class EphemeralVolumeController(IApiClient client, IEventRecorderFactory recorders) : IController
{
    private readonly IEventRecorder events = recorders.For("ephemeral_volume");
    private ILister<Pod> pods = null!;
    private ILister<PersistentVolumeClaim> claims = null!;

    /// <inheritdoc/>
    public string Name => "ephemeral-volume";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["pods", "persistentvolumeclaims"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["persistentvolumeclaims"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var podInformer = informers.PodsByClaim();
        var claimInformer = informers.For<PersistentVolumeClaim>();
        (pods, claims) = (podInformer.Lister, claimInformer.Lister);
        podInformer.OnChange(change =>
        {
            if (change.Type is not WatchEventType.Deleted && change.Object.Spec.Volumes.Any(volume => volume.Ephemeral is not null)) queue.Add(ObjectKey.Of(change.Object));
        });
        claimInformer.OnChange(change =>
        {
            if (change.Type is not WatchEventType.Deleted) return;
            foreach (var pod in pods.UsersOf(ObjectKey.Of(change.Object))) queue.Add(ObjectKey.Of(pod));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (pods.Get(key) is not { } pod || !pod.IsActive()) return null;
        foreach (var volume in pod.Spec.Volumes)
            if (volume.Ephemeral?.VolumeClaimTemplate is { } template) await EnsureAsync(pod, $"{pod.Metadata.Name}-{volume.Name}", template, cancellationToken);
        return null;
    }

    private async Task EnsureAsync(Pod pod, string name, PersistentVolumeClaimTemplate template, CancellationToken cancellationToken)
    {
        var found = claims.Get(new ObjectKey(pod.Metadata.Namespace, name)) ?? await client.Resource<PersistentVolumeClaim>().FindAsync(pod.Metadata.Namespace, name, cancellationToken);
        if (found is not null)
        {
            if (OwnerReferences.IsControlledBy(found, pod)) return;
            events.Record(
                ObjectReferences.To(pod), EventTypes.Warning, "EphemeralVolumeConflict",
                $"PVC {pod.Metadata.Namespace}/{name} was not created for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} (pod is not owner)");
            return;
        }
        var claim = new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta
            {
                Namespace = pod.Metadata.Namespace,
                Name = name,
                Labels = template.Metadata.Labels,
                Annotations = template.Metadata.Annotations,
                OwnerReferences = [OwnerReferences.ToController(Pod.Resource, pod.Metadata)],
            },
            Spec = template.Spec,
        };
        await client.Resource<PersistentVolumeClaim>().CreateAsync(claim, cancellationToken);
    }
}
