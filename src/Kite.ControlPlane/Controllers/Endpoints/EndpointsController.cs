using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Controllers.EndpointSlices;
using Kite.ControlPlane.Controllers.Requests;
using Kite.ControlPlane.Controllers.Services;
using EndpointsObject = Kite.Api.Models.CoreV1.Endpoints;

namespace Kite.ControlPlane.Controllers.Endpoints;

/// <summary>Keeps the Endpoints object of every Service that selects pods, for readers that don't know EndpointSlices.</summary>
internal sealed class EndpointsController(IApiClient client) : IController
{
    private const string OverCapacity = "endpoints.kubernetes.io/over-capacity";
    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    private readonly TriggerTimes triggers = new();
    private ServiceWatch watch = null!;
    private ILister<EndpointsObject> endpoints = null!;

    /// <inheritdoc/>
    public string Name => "endpoint";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["services", "pods", "endpoints"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["endpoints"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        watch = new ServiceWatch(informers, queue);
        var informer = informers.For<EndpointsObject>();
        endpoints = informer.Lister;
        informer.OnChange(change =>
        {
            // Also finds, after a start, what was left by Services that went meanwhile.
            if (change.Type is not WatchEventType.Modified) queue.Add(ObjectKey.Of(change.Object));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var current = endpoints.Get(key);
        if (watch.Services.Get(key) is not { } service)
        {
            triggers.Forget(key);
            if (current is not null && IsOurs(current)) await DeleteAsync(current, cancellationToken);
            return null;
        }
        if (!service.SelectsPods()) return null;
        var pods = watch.Behind(service).ToList();
        var all = EndpointSubsets.Make(service, pods);
        var subsets = EndpointSubsets.Truncate(all);
        var isCut = !ReferenceEquals(all, subsets) && all.Sum(Count) > EndpointSubsets.MaxAddresses;
        var wanted = Make(service, current, subsets, isCut, triggers.Next(service, pods));
        if (current is null) await client.Resource<EndpointsObject>().CreateAsync(wanted, cancellationToken);
        else if (!AreSame(current, wanted)) await client.Resource<EndpointsObject>().UpdateAsync(wanted, cancellationToken);
        return null;
    }

    private static int Count(EndpointSubset subset) => subset.Addresses.Count + subset.NotReadyAddresses.Count;

    private static bool IsOurs(EndpointsObject value) => value.Metadata.Labels.GetValueOrDefault(ManagedBy) == "endpoint-controller";

    private static EndpointsObject Make(Service service, EndpointsObject? current, IReadOnlyList<EndpointSubset> subsets, bool isCut, DateTimeOffset? trigger)
    {
        var labels = new Dictionary<string, string>(service.Metadata.Labels) { [ManagedBy] = "endpoint-controller" };
        labels.Remove(SliceLabels.Headless);
        if (service.IsHeadless()) labels[SliceLabels.Headless] = "";
        var metadata = current?.Metadata ?? new ObjectMeta { Name = service.Metadata.Name, Namespace = service.Metadata.Namespace };
        var annotations = new Dictionary<string, string>(metadata.Annotations);
        if (trigger is { } time) annotations[TriggerTimes.Annotation] = Timestamps.Format(time);
        if (isCut) annotations[OverCapacity] = "truncated";
        else annotations.Remove(OverCapacity);
        return new EndpointsObject { Metadata = metadata with { Labels = labels, Annotations = annotations }, Subsets = subsets };
    }

    /// <summary>The trigger time alone is no reason to write.</summary>
    private static bool AreSame(EndpointsObject current, EndpointsObject wanted) =>
        current.Subsets.SequenceEqual(wanted.Subsets)
        && current.Metadata.Labels.Count == wanted.Metadata.Labels.Count
        && current.Metadata.Labels.Matches(wanted.Metadata.Labels)
        && current.Metadata.Annotations.ContainsKey(OverCapacity) == wanted.Metadata.Annotations.ContainsKey(OverCapacity);

    private Task DeleteAsync(EndpointsObject value, CancellationToken cancellationToken) => client.Resource<EndpointsObject>().DeleteIfPresentAsync(
        value.Metadata.Namespace, value.Metadata.Name, new DeleteOptions { Preconditions = new Preconditions { Uid = value.Metadata.Uid } }, cancellationToken);
}
