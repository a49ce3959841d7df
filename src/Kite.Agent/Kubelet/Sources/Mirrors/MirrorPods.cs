using Kite.Agent.Kubelet.Sources.Manifests;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;

namespace Kite.Agent.Kubelet.Sources.Mirrors;

/// <summary>The objects by which the API shows this node's static pods.</summary>
internal sealed class MirrorPods(KubeletOptions options, IApiClient client, IInformerFactory informers)
{
    private readonly IInformer<Pod> pods = informers.For<Pod>($"spec.nodeName={options.NodeName}");

    /// <summary>Every mirror that the API has of this node.</summary>
    public IEnumerable<Pod> All => pods.Lister.List().Where(StaticPods.IsMirror);

    /// <summary>The mirror of a static pod as it is now: made where there is none, made anew where it shows another pod or somebody has deleted it.</summary>
    public async Task<Pod> EnsureAsync(Pod pod, CancellationToken cancellationToken)
    {
        var known = pods.Lister.Get(ObjectKey.Of(pod));
        if (known is null)
        {
            try
            {
                return await CreateAsync(pod, cancellationToken);
            }
            catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists)
            {
                // The watch is behind; a node may only ask for pods that are there.
                known = await client.Resource<Pod>().GetAsync(pod.Metadata.Namespace, pod.Metadata.Name, cancellationToken);
            }
        }
        if (Shows(known, pod)) return known;
        await DeleteAsync(known, cancellationToken);
        return await CreateAsync(pod, cancellationToken);
    }

    /// <summary>True where the API shows this very pod.</summary>
    public static bool Shows(Pod mirror, Pod pod) =>
        mirror.Metadata.DeletionTimestamp is null && mirror.Metadata.Annotations.GetValueOrDefault(StaticPods.MirrorAnnotation) == pod.Metadata.Annotations.GetValueOrDefault(StaticPods.HashAnnotation);

    /// <summary>Takes a mirror out of the API, at once.</summary>
    public async Task DeleteAsync(Pod mirror, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = mirror.Metadata.Uid } };
            await client.Resource<Pod>().DeleteAsync(mirror.Metadata.Namespace, mirror.Metadata.Name, options, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // Gone, or not the one that was meant.
        }
    }

    private async Task<Pod> CreateAsync(Pod pod, CancellationToken cancellationToken) =>
        await client.Resource<Pod>().CreateAsync(await MirrorOfAsync(pod, cancellationToken), cancellationToken);

    private async Task<Pod> MirrorOfAsync(Pod pod, CancellationToken cancellationToken)
    {
        var node = await client.Resource<Node>().GetAsync(null, options.NodeName, cancellationToken);
        return new Pod
        {
            Metadata = new ObjectMeta
            {
                Namespace = pod.Metadata.Namespace,
                Name = pod.Metadata.Name,
                Labels = pod.Metadata.Labels,
                Annotations = new Dictionary<string, string>(pod.Metadata.Annotations) { [StaticPods.MirrorAnnotation] = pod.Metadata.Annotations[StaticPods.HashAnnotation] },
                OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node.Metadata.Name, Uid = node.Metadata.Uid, Controller = true }],
            },
            Spec = pod.Spec,
        };
    }
}
