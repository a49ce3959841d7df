using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.AutoscalingV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.GarbageCollection;
using Kite.ControlPlane.Controllers.Ownership;

namespace Kite.ControlPlane.Controllers.PodDisruptionBudgets;

/// <summary>Finds out how many pods the owner of a pod wants to have.</summary>
internal sealed class ScaleLookup(IApiClient client, KindLookup kinds)
{
    private ILister<ReplicaSet> sets = null!;
    private ILister<Deployment> deployments = null!;
    private ILister<ReplicationController> controllers = null!;

    /// <summary>Hooks up to the kinds whose scale needs no request.</summary>
    internal void Register(IInformerFactory informers)
    {
        sets = informers.For<ReplicaSet>().Lister;
        deployments = informers.For<Deployment>().Lister;
        controllers = informers.For<ReplicationController>().Lister;
    }

    /// <summary>The owner at the top that has a scale, and that scale; null where the pod has none, such as a bare pod.</summary>
    internal async Task<(string Uid, int Replicas)?> FindAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (OwnerReferences.ControllerOf(pod) is not { } owner) return null;
        var key = new ObjectKey(pod.Metadata.Namespace, owner.Name);
        if (owner.Kind == "ReplicaSet" && sets.Get(key) is { } set && set.Metadata.Uid == owner.Uid)
        {
            if (OwnerReferences.ControllerOf(set) is not { } top) return (owner.Uid, set.Spec.Replicas ?? 1);
            if (top.Kind == "Deployment" && deployments.Get(new ObjectKey(key.Namespace, top.Name)) is { } deployment && deployment.Metadata.Uid == top.Uid)
                return (top.Uid, deployment.Spec.Replicas ?? 1);
            return await AskAsync(top, key.Namespace, cancellationToken);
        }
        if (owner.Kind == "ReplicationController" && controllers.Get(key) is { } controller && controller.Metadata.Uid == owner.Uid)
            return (owner.Uid, controller.Spec.Replicas ?? 1);
        return await AskAsync(owner, key.Namespace, cancellationToken);
    }

    private async Task<(string Uid, int Replicas)?> AskAsync(OwnerReference owner, string @namespace, CancellationToken cancellationToken)
    {
        if (kinds.Find(owner) is not { } resource) return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(resource.Path(@namespace, owner.Name, "scale"), UriKind.Relative));
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) return null;
        var scale = ModelJson.Parse<Scale>(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return scale.Metadata.Uid == owner.Uid ? (owner.Uid, scale.Spec.Replicas ?? 0) : null;
    }
}
