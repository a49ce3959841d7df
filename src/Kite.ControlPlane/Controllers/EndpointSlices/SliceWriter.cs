using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.EndpointSlices;

/// <summary>Carries slice plans out, and knows when the informer has caught up with the last one.</summary>
/// <param name="client">The API.</param>
/// <param name="controller">Who keeps the slices.</param>
/// <param name="time">The clock.</param>
internal sealed class SliceWriter(IApiClient client, string controller, TimeProvider time)
{
    private const string ServiceIndex = "service";
    private readonly Expectations expectations = new(time);
    private ILister<EndpointSlice> slices = null!;

    /// <summary>Hooks up to the slices; the Service of a slice that changed is queued.</summary>
    internal void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = informers.For<EndpointSlice>();
        informer.AddIndex(ServiceIndex, slice => SliceLabels.ServiceOf(slice) is { } service ? [new ObjectKey(slice.Metadata.Namespace, service).ToString()] : []);
        slices = informer.Lister;
        informer.OnChange(change =>
        {
            if (change.Old is { } old) Queue(old, queue);
            if (change.Type is WatchEventType.Added && Queue(change.Object, queue) is { } key) expectations.CreationSeen(key);
            else Queue(change.Object, queue);
        });
    }

    /// <summary>True where the informer shows every slice created so far.</summary>
    internal bool IsCurrent(ObjectKey service) => expectations.AreMet(service);

    /// <summary>The slices of a Service.</summary>
    internal IEnumerable<EndpointSlice> Of(ObjectKey service) =>
        slices.ByIndex(ServiceIndex, service.ToString()).Where(slice => SliceLabels.IsManagedBy(slice, controller) && slice.Metadata.DeletionTimestamp is null);

    /// <summary>The Service is gone.</summary>
    internal void Forget(ObjectKey service) => expectations.Forget(service);

    /// <summary>Carries a plan out.</summary>
    internal async Task WriteAsync(ObjectKey service, SlicePlan plan, CancellationToken cancellationToken)
    {
        var resource = client.Resource<EndpointSlice>();
        if (plan.Create.Count > 0) expectations.ExpectCreations(service, plan.Create.Count);
        var created = 0;
        try
        {
            foreach (var slice in plan.Create)
            {
                await resource.CreateAsync(slice, cancellationToken);
                created++;
            }
        }
        finally
        {
            if (created < plan.Create.Count) expectations.CreationSeen(service, plan.Create.Count - created);
        }
        foreach (var slice in plan.Update) await resource.UpdateAsync(slice, cancellationToken);
        foreach (var slice in plan.Delete)
            await resource.DeleteIfPresentAsync(slice.Metadata.Namespace, slice.Metadata.Name, new DeleteOptions { Preconditions = new Preconditions { Uid = slice.Metadata.Uid } }, cancellationToken);
    }

    private ObjectKey? Queue(EndpointSlice slice, IWorkQueue<ObjectKey> queue)
    {
        if (!SliceLabels.IsManagedBy(slice, controller) || SliceLabels.ServiceOf(slice) is not { } service) return null;
        var key = new ObjectKey(slice.Metadata.Namespace, service);
        queue.Add(key);
        return key;
    }
}
