using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Discovery;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.Namespaces;

/// <summary>Empties namespaces that are being deleted, and lets them go when nothing is left.</summary>
internal sealed class NamespaceController(IApiClient client, IResourceDiscovery discovery, TimeProvider time) : IController
{
    private const string Finalizer = "kubernetes";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhenFinalizersWork = TimeSpan.FromSeconds(5);
    private readonly NamespaceContent content = new(client, discovery);
    private ILister<Namespace> namespaces = null!;

    /// <inheritdoc/>
    public string Name => "namespace";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["namespaces", "pods"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["namespaces/status", "namespaces/finalize"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = informers.For<Namespace>();
        namespaces = informer.Lister;
        informer.OnChange(change =>
        {
            if (change.Object.Metadata.DeletionTimestamp is not null) queue.Add(ObjectKey.Of(change.Object));
        });
        informers.Pods().OnChange(change =>
        {
            var key = new ObjectKey("", change.Object.Metadata.Namespace);
            if (change.Type is WatchEventType.Deleted && namespaces.Get(key)?.Metadata.DeletionTimestamp is not null) queue.Add(key);
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var resource = client.Resource<Namespace>();
        if (await resource.FindAsync(null, key.Name, cancellationToken) is not { Metadata.DeletionTimestamp: not null } value) return null;
        if (!value.Spec.Finalizers.Contains(Finalizer)) return null;
        try
        {
            var remains = await content.DeleteAsync(key.Name, cancellationToken);
            var status = NamespaceConditions.Report(value.Status, remains, time.GetUtcNow());
            if (status != value.Status) value = await resource.UpdateAsync(value with { Status = status }, cancellationToken, "status");
            if (!remains.IsNothing) return remains.ByFinalizer.Count > 0 ? WhenFinalizersWork : Soon;
            var spec = value.Spec with { Finalizers = [.. value.Spec.Finalizers.Where(finalizer => finalizer != Finalizer)] };
            await resource.UpdateAsync(value with { Spec = spec }, cancellationToken, "finalize");
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            // Gone.
        }
        return null;
    }
}
