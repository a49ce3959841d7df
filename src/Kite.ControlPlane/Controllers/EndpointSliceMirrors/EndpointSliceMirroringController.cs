using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.EndpointSlices;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.ControlPlane.Controllers.Services;
using EndpointsObject = Kite.Api.Models.CoreV1.Endpoints;

namespace Kite.ControlPlane.Controllers.EndpointSliceMirrors;

/// <summary>Mirrors the Endpoints of Services without selector, which people write, into EndpointSlices, which proxies read.</summary>
internal sealed class EndpointSliceMirroringController(IApiClient client, TimeProvider time) : IController
{
    internal const string ManagedBy = "endpointslicemirroring-controller.k8s.io";
    private const string SkipMirror = "endpointslice.kubernetes.io/skip-mirror";
    private const string LeaderElection = "control-plane.alpha.kubernetes.io/leader";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const int MaxEndpointsPerSlice = 1000;
    private readonly SliceWriter writer = new(client, ManagedBy, time);
    private ILister<Service> services = null!;
    private ILister<EndpointsObject> endpoints = null!;

    /// <inheritdoc/>
    public string Name => "endpointslicemirroring";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["services", "endpoints", "endpointslices.discovery.k8s.io"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["endpointslices.discovery.k8s.io"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var serviceInformer = informers.For<Service>();
        var endpointsInformer = informers.For<EndpointsObject>();
        services = serviceInformer.Lister;
        endpoints = endpointsInformer.Lister;
        serviceInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        endpointsInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        writer.Register(informers, queue);
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (!writer.IsCurrent(key)) return null;
        var source = services.Get(key) is { Spec.Selector.Count: 0 } && endpoints.Get(key) is { Metadata.DeletionTimestamp: null } found && IsMirrored(found) ? found : null;
        var groups = source is null ? [] : MirroredEndpoints.Make(source.Subsets);
        var plan = new SlicePlanner(Template(key, source), MaxEndpointsPerSlice).Plan(writer.Of(key), groups);
        if (!plan.IsEmpty) await writer.WriteAsync(key, plan, cancellationToken);
        return null;
    }

    private static bool IsMirrored(EndpointsObject value) =>
        value.Metadata.Labels.GetValueOrDefault(SkipMirror) != "true" && !value.Metadata.Annotations.ContainsKey(LeaderElection);

    private static EndpointSlice Template(ObjectKey key, EndpointsObject? source) => source is null ? EndpointSlice.Empty : new EndpointSlice
    {
        Metadata = new ObjectMeta
        {
            GenerateName = key.Name + "-",
            Namespace = key.Namespace,
            Labels = SliceLabels.Make(source.Metadata.Labels, key.Name, ManagedBy, isHeadless: false),
            OwnerReferences = [OwnerReferences.ToController(EndpointsObject.Resource, source.Metadata)],
            Annotations = source.Metadata.Annotations.Where(pair => pair.Key is not (LastApplied or TriggerTimes.Annotation)).ToDictionary(),
        },
    };
}
