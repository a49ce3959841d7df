using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.NetworkingV1;
using Kite.ApiServer.Startup;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Services;

/// <summary>
/// Gives each ServiceCIDR its finalizer and the condition <c>Ready</c>; one that is deleted goes once no Service has an address of it that would then be in no ServiceCIDR. The default one is made again where it is gone.
/// </summary>
internal sealed partial class ServiceCidrController(
    ResourceCaches caches,
    ServiceAllocator allocator,
    DefaultServiceCidr defaultCidr,
    ServerClient server,
    TimeProvider time,
    ILogger<ServiceCidrController> logger) : BackgroundService
{
    private const string Finalizer = "networking.k8s.io/service-cidr-finalizer";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ChangeBell bell = new();
    private volatile bool isWaiting;

    /// <inheritdoc/>
    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cache = caches.Of(ServiceCIDR.Resource);
        var addresses = caches.Of(IPAddress.Resource);
        cache.Changed += OnChanged;
        addresses.Changed += OnAddressChanged;
        try
        {
            while (true)
            {
                await ReconcileAllAsync(cache, stoppingToken);
                isWaiting = cache.State.Objects.All.Any(cidr => ServiceCidrFacts.Of(cidr).IsDeleting);
                await bell.WaitAsync(isWaiting ? Period : Timeout.InfiniteTimeSpan, stoppingToken);
            }
        }
        finally
        {
            cache.Changed -= OnChanged;
            addresses.Changed -= OnAddressChanged;
        }
    }

    private void OnChanged(CacheEvent change) => bell.Ring();

    private void OnAddressChanged(CacheEvent change)
    {
        if (isWaiting && change.Object is null) bell.Ring();
    }

    private async Task ReconcileAllAsync(ResourceCache cache, CancellationToken cancellationToken)
    {
        try
        {
            if (cache.Get(new ObjectKey("", ServiceCidrFacts.DefaultName)) is null) await defaultCidr.EnsureAsync(cancellationToken);
            ServiceCidrFacts[] all = [.. cache.State.Objects.All.Select(ServiceCidrFacts.Of)];
            foreach (var stored in cache.State.Objects.All) await ReconcileAsync(stored.Read<ServiceCIDR>(), all, cancellationToken);
        }
        catch (ApiStatusException e)
        {
            Log.Failed(logger, e);
        }
    }

    private async Task ReconcileAsync(ServiceCIDR cidr, ServiceCidrFacts[] all, CancellationToken cancellationToken)
    {
        var name = cidr.Metadata.Name;
        var hasFinalizer = cidr.Metadata.Finalizers.Contains(Finalizer);
        var resource = server.Client.Resource<ServiceCIDR>();
        if (cidr.Metadata.DeletionTimestamp is null)
        {
            if (!hasFinalizer) await resource.PatchAsync(null, name, Patch.Strategic($$"""{"metadata":{"finalizers":["{{Finalizer}}"]} }"""), cancellationToken);
            await SetReadyAsync(cidr, true, "", "Kubernetes Service CIDR is ready", cancellationToken);
        }
        else if (IsInUse(all.First(facts => facts.Name == name), all))
        {
            await SetReadyAsync(cidr, false, "Terminating", "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR", cancellationToken);
        }
        else if (hasFinalizer)
        {
            await resource.PatchAsync(null, name, Patch.Strategic($$"""{"metadata":{"$deleteFromPrimitiveList/finalizers":["{{Finalizer}}"]} }"""), cancellationToken);
        }
    }

    private bool IsInUse(ServiceCidrFacts cidr, ServiceCidrFacts[] all)
    {
        var others = all.Where(other => other.Name != cidr.Name).SelectMany(other => other.Ranges).ToArray();
        return cidr.IsNeededBeside(all) && allocator.IsAnyTaken(address =>
            System.Net.IPAddress.Parse(address) is var parsed && cidr.Ranges.Any(range => range.Contains(parsed)) && !others.Any(range => range.Contains(parsed)));
    }

    private async Task SetReadyAsync(ServiceCIDR cidr, bool isReady, string reason, string message, CancellationToken cancellationToken)
    {
        var status = isReady ? "True" : "False";
        var current = cidr.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        // The default one's message is the one that whoever made it Ready has set.
        if (current is not null && current.Status == status && current.Reason == reason) return;
        var condition = new Condition { Type = "Ready", Status = status, Reason = reason, Message = message, LastTransitionTime = time.GetUtcNow() };
        var applied = new ServiceCIDR { Metadata = new ObjectMeta { Name = cidr.Metadata.Name }, Status = new ServiceCIDRStatus { Conditions = [condition] } };
        await server.Client.Resource<ServiceCIDR>().PatchAsync(null, cidr.Metadata.Name, Patch.Apply(applied, "service-cidrs-controller"), cancellationToken, "status");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "ServiceCIDRs could not be brought up to date; trying again with the next change")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
