using System.Net;
using System.Threading.Channels;
using Kite.Agent.Network.Commands;
using Kite.Agent.Network.IpTables;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Network;

/// <summary>Makes and keeps the node's pod network: a bridge with the node's pod CIDR, which the runtime attaches pods to, and the rules that let its packets out and in.</summary>
internal sealed partial class PodNetwork : BackgroundService, IPodNetwork
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly INetworkPlugin plugin;
    private readonly IIpTables rules;
    private readonly IKernel kernel;
    private readonly ICommandRunner commands;
    private readonly PodNetworkOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<PodNetwork> logger;
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile TaskCompletionSource<PodNetworkAttachment> ready = NewReady();
    private volatile string? notReadyReason = "the node has no pod CIDR yet";
    private volatile PodNetworkAttachment? wanted;
    private volatile bool isAdopting;

    public PodNetwork(
        IInformerFactory informers, INetworkPlugin plugin, IIpTables rules, IKernel kernel, ICommandRunner commands, PodNetworkOptions options, TimeProvider time, ILogger<PodNetwork> logger)
    {
        (this.plugin, this.rules, this.kernel, this.commands) = (plugin, rules, kernel, commands);
        (this.options, this.time, this.logger) = (options, time, logger);
        informers.For<Node>($"metadata.name={options.NodeName}").OnChange(OnNodeChanged);
    }

    public string? NotReadyReason => notReadyReason;

    public ValueTask<PodNetworkAttachment> WaitReadyAsync(CancellationToken cancellationToken)
    {
        var task = ready.Task;
        return task.IsCompletedSuccessfully ? new(task.Result) : new(task.WaitAsync(cancellationToken));
    }

    public void Adopt()
    {
        isAdopting = true;
        changes.Writer.TryWrite(true);
    }

    public void Invalidate()
    {
        SetNotReady("the pod network is gone; making it again");
        changes.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await await Task.WhenAny(WatchAsync(stoppingToken), KeepAsync(stoppingToken));

    private static TaskCompletionSource<PodNetworkAttachment> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task KeepAsync(CancellationToken stoppingToken)
    {
        var retry = ShortestRetry;
        while (await changes.Reader.WaitToReadAsync(stoppingToken))
        {
            changes.Reader.TryRead(out _);
            if (await TryEnsureAsync(stoppingToken))
            {
                retry = ShortestRetry;
                continue;
            }
            changes.Writer.TryWrite(true);
            await Task.Delay(retry, time, stoppingToken);
            retry = TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, LongestRetry.Ticks));
        }
    }

    private void OnNodeChanged(InformerEvent<Node> change)
    {
        if (change.Type is WatchEventType.Deleted || PodCidrs.Of(change.Object) is not { } cidr || wanted?.PodCidr.Equals(cidr) == true) return;
        wanted = new PodNetworkAttachment(options.NetworkName, cidr, PodCidrs.Gateway(cidr));
        changes.Writer.TryWrite(true);
    }

    private void SetNotReady(string reason)
    {
        notReadyReason = reason;
        if (ready.Task.IsCompleted) ready = NewReady();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var retry = ShortestRetry;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await plugin.WatchAsync(OnNetworkEvent, cancellationToken);
            }
            catch (NetworkPluginException e)
            {
                Log.RuntimeAway(logger, e.Message);
            }
            retry = time.GetElapsedTime(started) > LongestRetry ? ShortestRetry : TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, LongestRetry.Ticks));
            await Task.Delay(retry, time, cancellationToken);
            if (wanted is not null) changes.Writer.TryWrite(true);
        }
    }

    private void OnNetworkEvent(PodNetworkEvent happened)
    {
        if (happened is PodNetworkEvent.Connected) kernel.EnableHairpin(options.BridgeName);
        else Invalidate();
    }

    private async Task<bool> TryEnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (wanted is null && isAdopting && await plugin.FindAsync(cancellationToken) is { } cidr)
                wanted ??= new PodNetworkAttachment(options.NetworkName, cidr, PodCidrs.Gateway(cidr));
            if (wanted is not { } attachment) return true;
            await EnsureAsync(attachment, cancellationToken);
            if (ready.Task.IsCompleted && ready.Task.Result != attachment) ready = NewReady();
            notReadyReason = null;
            if (ready.TrySetResult(attachment)) Log.Ready(logger, options.NetworkName, options.BridgeName, attachment.PodCidr);
            return true;
        }
        catch (Exception e) when (e is NetworkPluginException or IpTablesException)
        {
            // Pods that run keep their network while the runtime is away; only new ones have to wait, and they meet its absence by themselves.
            if (notReadyReason is not null) SetNotReady(e.Message);
            Log.NotReady(logger, e.Message);
            return false;
        }
    }

    private async Task EnsureAsync(PodNetworkAttachment attachment, CancellationToken cancellationToken)
    {
        kernel.Set("net/ipv4/ip_forward", "1");
        await FilterBridgedTrafficAsync(cancellationToken);
        await plugin.EnsureAsync(attachment, cancellationToken);
        await rules.ApplyAsync(NetworkRules.Compute(attachment.PodCidr.ToString(), options.ClusterCidr.ToString()), cancellationToken);
        await rules.RestoreAsync(cancellationToken);
        kernel.EnableHairpin(options.BridgeName);
    }

    private async Task FilterBridgedTrafficAsync(CancellationToken cancellationToken)
    {
        if (kernel.FiltersBridgedTraffic || kernel.Set("net/bridge/bridge-nf-call-iptables", "1")) return;
        await commands.RunAsync("modprobe", ["br_netfilter"], null, cancellationToken);
        if (!kernel.Set("net/bridge/bridge-nf-call-iptables", "1")) Log.NoBridgeFilter(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Pod network {Network} on {Bridge} is ready with {PodCidr}")]
        public static partial void Ready(ILogger logger, string network, string bridge, IPNetwork podCidr);

        [LoggerMessage(LogLevel.Warning, "The pod network isn't ready: {Reason}")]
        public static partial void NotReady(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Debug, "Watching the runtime's network ended: {Reason}")]
        public static partial void RuntimeAway(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "This kernel has no br_netfilter: traffic between pods of this node through Services is masqueraded")]
        public static partial void NoBridgeFilter(ILogger logger);
    }
}
