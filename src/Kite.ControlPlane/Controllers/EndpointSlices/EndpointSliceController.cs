using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.ControlPlane.Controllers.Services;

namespace Kite.ControlPlane.Controllers.EndpointSlices;

/// <summary>Keeps the EndpointSlices of every Service that selects pods.</summary>
internal sealed class EndpointSliceController(IApiClient client, TimeProvider time) : IController
{
    internal const string ManagedBy = "endpointslice-controller.k8s.io";
    private const int MaxEndpointsPerSlice = 100;
    private readonly SliceWriter writer = new(client, ManagedBy, time);
    private readonly TriggerTimes triggers = new();
    private ServiceWatch watch = null!;
    private PodEndpointGroups groups = null!;

    /// <inheritdoc/>
    public string Name => "endpointslice";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["services", "pods", "nodes", "endpointslices.discovery.k8s.io"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["endpointslices.discovery.k8s.io"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var nodes = informers.For<Node>().Lister;
        groups = new PodEndpointGroups(name => nodes.Get(new ObjectKey("", name))?.Metadata.Labels.GetValueOrDefault("topology.kubernetes.io/zone"));
        watch = new ServiceWatch(informers, queue);
        writer.Register(informers, queue);
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (watch.Services.Get(key) is not { Metadata.DeletionTimestamp: null } service)
        {
            // The slices go with their owner.
            writer.Forget(key);
            triggers.Forget(key);
            return null;
        }
        if (!service.SelectsPods() || !writer.IsCurrent(key)) return null;
        var pods = watch.Behind(service).ToList();
        var plan = new SlicePlanner(Template(service, pods), MaxEndpointsPerSlice).Plan(writer.Of(key), groups.Make(service, pods));
        if (!plan.IsEmpty) await writer.WriteAsync(key, plan, cancellationToken);
        return null;
    }

    private EndpointSlice Template(Service service, IEnumerable<Pod> pods) => new()
    {
        Metadata = new ObjectMeta
        {
            GenerateName = service.Metadata.Name + "-",
            Namespace = service.Metadata.Namespace,
            Labels = SliceLabels.Make(service.Metadata.Labels, service.Metadata.Name, ManagedBy, service.IsHeadless()),
            OwnerReferences = [OwnerReferences.ToController(Service.Resource, service.Metadata)],
            Annotations = triggers.Next(service, pods) is { } time
                ? new Dictionary<string, string> { [TriggerTimes.Annotation] = Timestamps.Format(time) }
                : ObjectMeta.Empty.Annotations,
        },
    };
}
