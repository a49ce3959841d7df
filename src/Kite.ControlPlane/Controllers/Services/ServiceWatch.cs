using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.Services;

/// <summary>Services and the pods behind them: queues a Service whenever its endpoints may change.</summary>
internal sealed class ServiceWatch
{
    private readonly IWorkQueue<ObjectKey> queue;

    internal ServiceWatch(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        this.queue = queue;
        var services = informers.For<Service>();
        var pods = informers.Pods();
        Services = services.Lister;
        Pods = pods.Lister;
        services.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        pods.OnChange(OnPod);
    }

    /// <summary>The Services.</summary>
    internal ILister<Service> Services { get; }

    /// <summary>The pods.</summary>
    internal ILister<Pod> Pods { get; }

    /// <summary>The pods that a Service selects and that have an address.</summary>
    internal IEnumerable<Pod> Behind(Service service) => Pods.List(service.Metadata.Namespace)
        .Where(pod => service.Spec.Selector.Matches(pod.Metadata.Labels) && pod.IsEndpoint());

    private void OnPod(InformerEvent<Pod> change)
    {
        if (change.Type is not WatchEventType.Deleted && !PodEndpoints.HaveChanged(change.Old, change.Object)) return;
        foreach (var service in Services.List(change.Object.Metadata.Namespace))
        {
            if (!service.SelectsPods()) continue;
            if (service.Spec.Selector.Matches(change.Object.Metadata.Labels) || (change.Old is { } old && service.Spec.Selector.Matches(old.Metadata.Labels)))
                queue.Add(ObjectKey.Of(service));
        }
    }
}
