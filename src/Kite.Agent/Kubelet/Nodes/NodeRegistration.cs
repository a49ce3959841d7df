using System.Threading.Channels;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Runtime;
using Kite.Api.Client;
using Kite.Api.Clocks;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Registers the node and reports its status: at once when it changes, else every five minutes.</summary>
internal sealed partial class NodeRegistration : BackgroundService
{
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NetworkPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly KubeletOptions options;
    private readonly IApiClient client;
    private readonly NodeDescription description;
    private readonly NodeConditions conditions;
    private readonly IContainerRuntime runtime;
    private readonly NodeServices services;
    private readonly NodeEvents events;
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool engineChanged = true;
    private volatile bool imagesChanged = true;
    private RuntimeInfo? engine;
    private IReadOnlyList<RuntimeImage>? images;

    public NodeRegistration(KubeletOptions options, IApiClient client, NodeDescription description, NodeConditions conditions, IContainerRuntime runtime, NodeServices services)
    {
        (this.options, this.client, this.description, this.conditions, this.runtime, this.services) = (options, client, description, conditions, runtime, services);
        events = new NodeEvents(services.Events);
        services.Health.OnHealthChange(() =>
        {
            engineChanged = true;
            signals.Writer.TryWrite(true);
        });
        // Pressure, devices, and what others add to the capacity, are news for schedulers.
        services.OnChange(() => signals.Writer.TryWrite(true));
        // An image that comes or goes is reported with the next check: it isn't urgent.
        services.Health.OnImagesChange(() => imagesChanged = true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Node? node = null;
        var (isStarting, isTold) = (true, false);
        DateTimeOffset? heartbeat = null;
        var reported = services.Clock.Uptime();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = CheckPeriod;
            try
            {
                node = node is null ? await RegisterAsync(stoppingToken) : await ReportAsync(node, services.Clock.Uptime() - reported >= ReportPeriod, stoppingToken);
                if (isStarting) events.Started();
                isStarting = isTold = false;
                if (node is { Status.Conditions: [.., { LastHeartbeatTime: { } latest }] } && latest != heartbeat) (heartbeat, reported) = (latest, services.Clock.Uptime());
                if (services.Network.NotReadyReason is not null) wait = NetworkPeriod;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (e is ApiStatusException { Reason: StatusReason.NotFound or StatusReason.Conflict }) node = null;
                // Once: a server may be away for days.
                if (!isTold) Log.Failed(services.Logger, options.NodeName, e.Message);
                isTold = true;
                wait = RetryDelay;
            }
            await WaitAsync(wait, stoppingToken);
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(wait, services.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await signals.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look, or the end.
        }
    }

    private async Task<Node> RegisterAsync(CancellationToken cancellationToken)
    {
        var nodes = client.Resource<Node>();
        if (await nodes.FindAsync(null, options.NodeName, cancellationToken) is not { } existing)
        {
            var status = await StatusAsync(NodeStatus.Empty, cancellationToken);
            var node = new Node { Metadata = new ObjectMeta { Name = options.NodeName, Labels = description.Labels }, Status = status };
            existing = await nodes.CreateAsync(node, cancellationToken);
            Log.Registered(services.Logger, options.NodeName);
            // A server may leave out the status of a new object.
            return existing.Status.Conditions.Count > 0 ? existing : await ReportAsync(existing, true, cancellationToken);
        }
        var missing = description.Labels.Where(label => existing.Metadata.Labels.GetValueOrDefault(label.Key) != label.Value).ToArray();
        if (missing.Length > 0)
        {
            var labels = existing.Metadata.Labels.ToDictionary(label => label.Key, label => label.Value);
            foreach (var (key, value) in missing) labels[key] = value;
            existing = await nodes.UpdateAsync(existing with { Metadata = existing.Metadata with { Labels = labels } }, cancellationToken);
        }
        return await ReportAsync(existing, true, cancellationToken);
    }

    private async Task<Node> ReportAsync(Node node, bool heartbeat, CancellationToken cancellationToken)
    {
        if (services.Node.Current is { } live && live.Metadata.Uid == node.Metadata.Uid && IsNewer(live, node)) node = live;
        var status = await StatusAsync(node.Status, cancellationToken);
        if (!heartbeat && Settled(status) == Settled(node.Status)) return node;
        if (StatusPatch.Between(node.Status, status, node.Metadata.Uid) is not { } patch) return node;
        var reported = await client.Resource<Node>().PatchAsync(null, options.NodeName, patch, cancellationToken, "status");
        events.Changed(node.Status, reported.Status);
        return reported;
    }

    private static bool IsNewer(Node node, Node than) =>
        long.TryParse(node.Metadata.ResourceVersion, out var version) && long.TryParse(than.Metadata.ResourceVersion, out var known) && version > known;

    /// <summary>A status without its heartbeats.</summary>
    private static NodeStatus Settled(NodeStatus status) => status with { Conditions = status.Conditions.Select(condition => condition with { LastHeartbeatTime = null }).ToArray() };

    private async Task<NodeStatus> StatusAsync(NodeStatus old, CancellationToken cancellationToken)
    {
        await AskEngineAsync(cancellationToken);
        var now = services.Clock.GetUtcNow();
        var own = conditions.Of(old.Conditions, now);
        var others = old.Conditions.Where(condition => own.All(known => known.Type != condition.Type));
        return description.AddTo(old, engine, images) with { Conditions = [.. others, .. own], VolumesInUse = services.Volumes.Names };
    }

    /// <summary>Asks the engine what has changed about it. One that is away or hangs must not keep the node from saying so.</summary>
    private async Task AskEngineAsync(CancellationToken cancellationToken)
    {
        if (services.Health.NotReadyReason is not null && engine is not null) return;
        using var timeout = new CancellationTokenSource(EnginePatience, services.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (engineChanged || engine is null) engine = await runtime.InfoAsync(both.Token);
            engineChanged = false;
            if (imagesChanged || images is null)
            {
                imagesChanged = false;
                images = await runtime.ListImagesAsync(both.Token);
            }
        }
        catch (Exception e) when (e is RuntimeException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The Ready condition says so; the rest stays as it was.
            imagesChanged = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} is registered")]
        public static partial void Registered(ILogger logger, string node);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The status of node {Node} could not be reported: {Error}")]
        public static partial void Failed(ILogger logger, string node, string error);
    }
}
