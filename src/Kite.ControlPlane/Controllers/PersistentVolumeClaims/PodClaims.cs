using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumeClaims;

/// <summary>Which pods use which claims.</summary>
internal static class PodClaims
{
    private const string Index = "claim";

    /// <summary>The pod informer, indexed by claim.</summary>
    internal static IInformer<Pod> PodsByClaim(this IInformerFactory informers)
    {
        var pods = informers.Pods();
        pods.AddIndex(Index, pod => Of(pod).Select(claim => $"{pod.Metadata.Namespace}/{claim}"));
        return pods;
    }

    /// <summary>The pods that name a claim.</summary>
    internal static IReadOnlyCollection<Pod> UsersOf(this ILister<Pod> pods, ObjectKey claim) => pods.ByIndex(Index, $"{claim.Namespace}/{claim.Name}");

    /// <summary>The names of the claims that a pod uses.</summary>
    internal static IEnumerable<string> Of(Pod pod) => pod.Spec.Volumes.Select(volume => VolumeFacts.ClaimName(pod, volume)).OfType<string>();

    /// <summary>True where the pod's volumes can still be in use: it has a node, and hasn't ended.</summary>
    internal static bool Holds(Pod pod) => !string.IsNullOrEmpty(pod.Spec.NodeName) && !pod.IsFinished();
}
