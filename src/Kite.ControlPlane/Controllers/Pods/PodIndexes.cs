using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Ownership;

namespace Kite.ControlPlane.Controllers.Pods;

/// <summary>The indexes of the pod informer that controllers share.</summary>
internal static class PodIndexes
{
    private const string Controller = "controller-uid";
    private const string Orphan = "orphan-namespace";
    private const string Node = "spec.nodeName";

    /// <summary>The pod informer, indexed.</summary>
    internal static IInformer<Pod> Pods(this IInformerFactory informers)
    {
        var pods = informers.For<Pod>();
        pods.AddIndex(Controller, pod => OwnerReferences.ControllerOf(pod) is { } owner ? [owner.Uid] : []);
        pods.AddIndex(Orphan, pod => OwnerReferences.ControllerOf(pod) is null ? [pod.Metadata.Namespace] : []);
        pods.AddIndex(Node, pod => string.IsNullOrEmpty(pod.Spec.NodeName) ? [] : [pod.Spec.NodeName]);
        return pods;
    }

    /// <summary>The pods that a controller manages.</summary>
    internal static IReadOnlyCollection<Pod> ControlledBy(this ILister<Pod> pods, string uid) => pods.ByIndex(Controller, uid);

    /// <summary>The pods of a namespace that nobody manages.</summary>
    internal static IReadOnlyCollection<Pod> Orphans(this ILister<Pod> pods, string @namespace) => pods.ByIndex(Orphan, @namespace);

    /// <summary>The pods bound to a node.</summary>
    internal static IReadOnlyCollection<Pod> OnNode(this ILister<Pod> pods, string node) => pods.ByIndex(Node, node);
}
