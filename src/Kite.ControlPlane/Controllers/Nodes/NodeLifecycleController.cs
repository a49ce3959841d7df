using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Clocks;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoordinationV1;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>Watches the nodes' signs of life, reports silent ones, and taints nodes by their conditions.</summary>
internal sealed class NodeLifecycleController(IApiClient client, IEventRecorderFactory recorders, ControllerOptions options, TimeProvider time) : IController
{
    private const string LeaseNamespace = "kube-node-lease";
    private readonly IEventRecorder events = recorders.For("node-controller");
    private readonly NodeHeartbeats heartbeats = new(time);
    private ILister<Node> nodes = null!;
    private ILister<Lease> leases = null!;
    private ILister<Pod> pods = null!;

    /// <inheritdoc/>
    public string Name => "node-lifecycle";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["nodes", "leases.coordination.k8s.io", "pods"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["nodes", "nodes/status", "pods/status"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var nodeInformer = informers.For<Node>();
        var leaseInformer = informers.For<Lease>();
        nodes = nodeInformer.Lister;
        leases = leaseInformer.Lister;
        pods = informers.Pods().Lister;
        nodeInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        leaseInformer.OnChange(change =>
        {
            var lease = change.Object;
            if (lease.Metadata.Namespace != LeaseNamespace || nodes.Get(new ObjectKey("", lease.Metadata.Name)) is not { } node) return;
            // A renewal alone is taken notice of here and is no reason to reconcile: the timer that is running finds it.
            heartbeats.Observe(node, lease);
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (nodes.Get(key) is not { } node)
        {
            heartbeats.Forget(key.Name);
            return null;
        }
        var now = time.GetUtcNow();
        var seen = heartbeats.Observe(node, leases.Get(new ObjectKey(LeaseNamespace, key.Name)));
        var silence = time.Uptime() - seen;
        var isSilent = silence >= options.NodeMonitorGracePeriod;
        if (isSilent) node = await ReportSilenceAsync(node, now, cancellationToken);
        node = await TaintAsync(node, now, cancellationToken);
        if (node.Condition("Ready") is { Status: not "True" }) await MarkPodsNotReadyAsync(node, now, cancellationToken);
        return isSilent ? options.NodeMonitorGracePeriod : options.NodeMonitorGracePeriod - silence;
    }

    private async Task<Node> ReportSilenceAsync(Node node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var conditions = SilentNode.Conditions(node, now);
        if (ReferenceEquals(conditions, node.Status.Conditions)) return node;
        var wasReady = node.Condition("Ready")?.Status == "True";
        node = await client.Resource<Node>().UpdateAsync(node with { Status = node.Status with { Conditions = conditions } }, cancellationToken, "status");
        if (wasReady) events.Record(ObjectReferences.To(node), EventTypes.Normal, "NodeNotReady", $"Node {node.Metadata.Name} status is now: NodeNotReady");
        return node;
    }

    private async Task<Node> TaintAsync(Node node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var taints = NodeTaints.Update(node, now);
        return ReferenceEquals(taints, node.Spec.Taints)
            ? node
            : await client.Resource<Node>().UpdateAsync(node with { Spec = node.Spec with { Taints = taints } }, cancellationToken);
    }

    /// <summary>Takes the node's pods out of their Services; nobody else can while the kubelet is away.</summary>
    private async Task MarkPodsNotReadyAsync(Node node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var pod in pods.OnNode(node.Metadata.Name).Where(pod => pod.IsReady()))
        {
            var conditions = pod.Status.Conditions.Select(condition => condition.Type == "Ready" ? condition with { Status = "False", LastTransitionTime = now } : condition);
            try
            {
                await client.Resource<Pod>().UpdateAsync(pod with { Status = pod.Status with { Conditions = [.. conditions] } }, cancellationToken, "status");
                events.Record(ObjectReferences.To(pod), EventTypes.Warning, "NodeNotReady", "Node is not ready");
            }
            catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
            {
                // Gone, or changed: a change comes back here by way of the node's next look.
            }
        }
    }
}
