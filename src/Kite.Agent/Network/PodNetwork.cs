using System.Net;
using System.Threading.Channels;
using Kite.Agent.Network.Commands;
using Kite.Agent.Network.Docker;
using Kite.Agent.Network.IpTables;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Network;

/// <summary>Makes and keeps the node's pod network: one Docker bridge network with the node's pod CIDR, and the rules that let its packets out and in.</summary>
internal sealed partial class PodNetwork : BackgroundService, IPodNetwork
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly IDockerNetworks docker;
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

    public PodNetwork(
        IInformerFactory informers, IDockerNetworks docker, IIpTables rules, IKernel kernel, ICommandRunner commands, PodNetworkOptions options, TimeProvider time, ILogger<PodNetwork> logger)
    {
        (this.docker, this.rules, this.kernel, this.commands) = (docker, rules, kernel, commands);
        (this.options, this.time, this.logger) = (options, time, logger);
        informers.For<Node>($"metadata.name={options.NodeName}").OnChange(OnNodeChanged);
    }

    public string? NotReadyReason => notReadyReason;

    public ValueTask<PodNetworkAttachment> WaitReadyAsync(CancellationToken cancellationToken)
    {
        var task = ready.Task;
        return task.IsCompletedSuccessfully ? new(task.Result) : new(task.WaitAsync(cancellationToken));
    }

    public void Invalidate()
    {
        SetNotReady("the pod network is gone; making it again");
        changes.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await await Task.WhenAny(WatchDockerAsync(stoppingToken), KeepAsync(stoppingToken));

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

    // Docker says when pods join (their ports need hairpin mode) and when somebody removes the network; a new connection may be a new engine with everything to check.
    private async Task WatchDockerAsync(CancellationToken cancellationToken)
    {
        var retry = ShortestRetry;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await docker.WatchAsync(options.NetworkName, OnDockerEvent, cancellationToken);
            }
            catch (DockerNetworkException e)
            {
                Log.DockerAway(logger, e.Message);
            }
            retry = time.GetElapsedTime(started) > LongestRetry ? ShortestRetry : TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, LongestRetry.Ticks));
            await Task.Delay(retry, time, cancellationToken);
            if (wanted is not null) changes.Writer.TryWrite(true);
        }
    }

    private void OnDockerEvent(DockerNetworkEvent happened)
    {
        if (happened is DockerNetworkEvent.Connected) kernel.EnableHairpin(options.BridgeName);
        else Invalidate();
    }

    private async Task<bool> TryEnsureAsync(CancellationToken cancellationToken)
    {
        if (wanted is not { } attachment) return true;
        try
        {
            await EnsureAsync(attachment, cancellationToken);
            if (ready.Task.IsCompleted && ready.Task.Result != attachment) ready = NewReady();
            notReadyReason = null;
            if (ready.TrySetResult(attachment)) Log.Ready(logger, options.NetworkName, options.BridgeName, attachment.PodCidr);
            return true;
        }
        catch (Exception e) when (e is DockerNetworkException or IpTablesException)
        {
            // Pods that run keep their network while Docker is away; only new ones have to wait, and they meet Docker's absence by themselves.
            if (notReadyReason is not null) SetNotReady(e.Message);
            Log.NotReady(logger, e.Message);
            return false;
        }
    }

    private async Task EnsureAsync(PodNetworkAttachment attachment, CancellationToken cancellationToken)
    {
        kernel.Set("net/ipv4/ip_forward", "1");
        await FilterBridgedTrafficAsync(cancellationToken);
        await EnsureDockerNetworkAsync(attachment, cancellationToken);
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

    private async Task EnsureDockerNetworkAsync(PodNetworkAttachment attachment, CancellationToken cancellationToken)
    {
        var cidr = attachment.PodCidr;
        if (await docker.FindAsync(options.NetworkName, cancellationToken) is { } found)
        {
            if (cidr.Equals(found.Subnet) && found.Bridge == options.BridgeName) return;
            if (!found.IsKites) throw new DockerNetworkException($"Docker network {found.Name} isn't Kite's and has subnet {found.Subnet}, bridge \"{found.Bridge}\"; remove it or choose another name");
            if (found.Attached > 0) throw new DockerNetworkException($"Docker network {found.Name} has subnet {found.Subnet} and {found.Attached} running containers, but the node's pod CIDR is {cidr}");
            await docker.RemoveAsync(found.Name, cancellationToken);
        }
        await docker.CreateAsync(
            new DockerNetwork { Name = options.NetworkName, Subnet = cidr, Gateway = attachment.Gateway, Bridge = options.BridgeName, Mtu = options.Mtu ?? kernel.DefaultMtu },
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Pod network {Network} on {Bridge} is ready with {PodCidr}")]
        public static partial void Ready(ILogger logger, string network, string bridge, IPNetwork podCidr);

        [LoggerMessage(LogLevel.Warning, "The pod network isn't ready: {Reason}")]
        public static partial void NotReady(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Debug, "Watching Docker's networks ended: {Reason}")]
        public static partial void DockerAway(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "This kernel has no br_netfilter: traffic between pods of this node through Services is masqueraded")]
        public static partial void NoBridgeFilter(ILogger logger);
    }
}
