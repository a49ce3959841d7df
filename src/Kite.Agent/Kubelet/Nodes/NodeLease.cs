using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.CoordinationV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Renews the node's Lease every ten seconds: the sign of life that costs least.</summary>
internal sealed partial class NodeLease(KubeletOptions options, IApiClient client, TimeProvider clock, ILogger<NodeLease> logger) : BackgroundService
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int DurationSeconds = 40;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Lease? lease = null;
        var isTold = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Period;
            try
            {
                lease = lease is null ? await TakeAsync(stoppingToken) : await RenewAsync(lease, stoppingToken);
                isTold = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                lease = null;
                wait = RetryDelay;
                // Once: a server may be away for days.
                if (!isTold) Log.Failed(logger, options.NodeName, e.Message);
                isTold = true;
            }
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Lease?> TakeAsync(CancellationToken cancellationToken)
    {
        var leases = client.Resource<Lease>();
        if (await leases.FindAsync(LeaseNamespace, options.NodeName, cancellationToken) is { } existing) return await RenewAsync(existing, cancellationToken);
        // The lease belongs to the node and goes with it.
        if (await client.Resource<Node>().FindAsync(null, options.NodeName, cancellationToken) is not { } node)
            throw new ApiStatusException(StatusReason.NotFound, $"node {options.NodeName} is not registered yet");
        return await leases.CreateAsync(
            new Lease
            {
                Metadata = new ObjectMeta
                {
                    Namespace = LeaseNamespace,
                    Name = options.NodeName,
                    OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node.Metadata.Name, Uid = node.Metadata.Uid }],
                },
                Spec = new LeaseSpec { HolderIdentity = options.NodeName, LeaseDurationSeconds = DurationSeconds, RenewTime = clock.GetUtcNow() },
            },
            cancellationToken);
    }

    private Task<Lease> RenewAsync(Lease lease, CancellationToken cancellationToken) => client.Resource<Lease>().UpdateAsync(
        lease with { Spec = (lease.Spec ?? LeaseSpec.Empty) with { HolderIdentity = options.NodeName, LeaseDurationSeconds = DurationSeconds, RenewTime = clock.GetUtcNow() } }, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The lease of node {Node} could not be renewed: {Error}")]
        public static partial void Failed(ILogger logger, string node, string error);
    }
}
