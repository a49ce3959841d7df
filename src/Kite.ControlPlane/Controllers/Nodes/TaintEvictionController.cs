using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>Deletes pods that don't tolerate their node's NoExecute taints, each after the time it tolerates them. Keys are pods.</summary>
internal sealed class TaintEvictionController(IApiClient client, IEventRecorderFactory recorders, TimeProvider time) : IController
{
    private readonly IEventRecorder events = recorders.For("taint-eviction-controller");
    private ILister<Node> nodes = null!;
    private ILister<Pod> pods = null!;

    /// <inheritdoc/>
    public string Name => "taint-eviction";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["nodes", "pods"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["pods", "pods/status"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var nodeInformer = informers.For<Node>();
        var podInformer = informers.Pods();
        nodes = nodeInformer.Lister;
        pods = podInformer.Lister;
        nodeInformer.OnChange(change =>
        {
            var old = Evicting(change.Old);
            var taints = Evicting(change.Object);
            if (taints.Count == 0 || (change.Old is not null && old.SequenceEqual(taints))) return;
            foreach (var pod in pods.OnNode(change.Object.Metadata.Name)) queue.Add(ObjectKey.Of(pod));
        });
        podInformer.OnChange(change =>
        {
            var isNewHere = change.Old is null || change.Old.Spec.NodeName != change.Object.Spec.NodeName || !change.Old.Spec.Tolerations.SequenceEqual(change.Object.Spec.Tolerations);
            if (isNewHere && Evicting(NodeOf(change.Object)).Count > 0) queue.Add(ObjectKey.Of(change.Object));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (pods.Get(key) is not { } pod || pod.IsTerminating() || pod.IsFinished() || NodeOf(pod) is not { } node) return null;
        if (TaintTolerance.EvictAt(pod, node.Spec.Taints) is not { } at) return null;
        var now = time.GetUtcNow();
        if (at > now) return at - now;
        events.Record(ObjectReferences.To(pod), EventTypes.Normal, "TaintManagerEviction", $"Marking for deletion Pod {key}");
        try
        {
            await client.Resource<Pod>().UpdateAsync(Condemned(pod, now), cancellationToken, "status");
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            return null;
        }
        var options = new DeleteOptions { Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
        await client.Resource<Pod>().DeleteIfPresentAsync(key.Namespace, key.Name, options, cancellationToken);
        return null;
    }

    private static IReadOnlyList<Taint> Evicting(Node? node) => node is null ? [] : [.. node.Spec.Taints.Where(taint => taint.Effect == "NoExecute")];

    private static Pod Condemned(Pod pod, DateTimeOffset now) => pod with
    {
        Status = pod.Status with
        {
            Conditions =
            [
                .. pod.Status.Conditions.Where(condition => condition.Type != "DisruptionTarget"),
                new PodCondition
                {
                    Type = "DisruptionTarget",
                    Status = "True",
                    Reason = "DeletionByTaintManager",
                    Message = "Taint manager: deleting due to NoExecute taint",
                    LastTransitionTime = now,
                },
            ],
        },
    };

    private Node? NodeOf(Pod pod) => string.IsNullOrEmpty(pod.Spec.NodeName) ? null : nodes.Get(new ObjectKey("", pod.Spec.NodeName));
}
