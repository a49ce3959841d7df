using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>Tells the kubelets, by an annotation on their Nodes, for how long they may keep Secrets and ConfigMaps without asking: the larger the cluster, the longer.</summary>
internal sealed class NodeTtlController(IApiClient client) : IController
{
    private const string Annotation = "node.alpha.kubernetes.io/ttl";

    /// <summary>From how many nodes down, and up to how many, a time holds; they overlap so that a cluster at a limit doesn't change its mind with every node.</summary>
    private static readonly (int Least, int Most, int Seconds)[] Steps = [(0, 100, 0), (90, 500, 15), (450, 1000, 30), (900, 2000, 60), (1800, 10000, 300), (9000, int.MaxValue, 600)];

    private readonly Lock gate = new();
    private ILister<Node> nodes = null!;
    private IWorkQueue<ObjectKey> queue = null!;
    private int step;

    /// <inheritdoc/>
    public string Name => "ttl";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["nodes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["nodes"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        this.queue = queue;
        var informer = informers.For<Node>();
        nodes = informer.Lister;
        informer.OnChange(change =>
        {
            if (change.Type is not WatchEventType.Modified && HasStepped()) EnqueueAll();
            if (change.Type is WatchEventType.Deleted || change.Object.Metadata.Annotations.ContainsKey(Annotation)) return;
            queue.Add(ObjectKey.Of(change.Object));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var wanted = Steps[Volatile.Read(ref step)].Seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (nodes.Get(key) is not { } node || node.Metadata.Annotations.GetValueOrDefault(Annotation) == wanted) return null;
        await client.Resource<Node>().PatchAsync(null, key.Name, Patch.Strategic($$"""{"metadata":{"annotations":{"{{Annotation}}":"{{wanted}}"} } }"""), cancellationToken);
        return null;
    }

    private bool HasStepped()
    {
        lock (gate)
        {
            var (count, before) = (nodes.List().Count, step);
            while (count > Steps[step].Most) step++;
            while (count < Steps[step].Least) step--;
            return step != before;
        }
    }

    private void EnqueueAll()
    {
        foreach (var node in nodes.List()) queue.Add(ObjectKey.Of(node));
    }
}
