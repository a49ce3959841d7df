using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.NetworkingV1;
using Kite.ApiServer.Startup;
using Kite.ApiServer.WatchCache;
using Kite.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Services;

/// <summary>Makes IPAddress objects and Services agree again where somebody has deleted or changed an object, or where Services are older than the objects.</summary>
internal sealed partial class AddressRepair(ResourceCaches caches, IPAddressObjects objects, IStore store, ServerClient server, TimeProvider time, ILogger<AddressRepair> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    private readonly ChangeBell bell = new();

    /// <inheritdoc/>
    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
    }

    /// <summary>Repairs what is not as it should be now.</summary>
    public async Task RepairAsync(CancellationToken cancellationToken)
    {
        var holders = Holders();
        var cache = caches.Of(IPAddress.Resource);
        foreach (var (address, services) in holders)
        {
            if (cache.Get(new ObjectKey("", address)) is not { } found) await CreateAsync(address, services[0], cancellationToken);
            else if (!services.Any(service => IsRight(found.Read<IPAddress>(), service))) await RecreateAsync(found, services[0], cancellationToken);
        }
        foreach (var stored in cache.State.Objects.All)
        {
            if (stored.Labels.GetValueOrDefault(IPAddressObjects.ManagedBy) != IPAddressObjects.Manager || holders.ContainsKey(stored.Key.Name)) continue;
            if (time.GetUtcNow() - stored.Created < Settling) continue;
            Log.Leaked(logger, stored.Key.Name);
            await DeleteAsync(stored, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cache = caches.Of(IPAddress.Resource);
        cache.Changed += OnChanged;
        try
        {
            while (true)
            {
                try
                {
                    await RepairAsync(stoppingToken);
                }
                catch (Exception e) when (e is ApiStatusException or StoreUnavailableException)
                {
                    Log.Failed(logger, e);
                }
                await bell.WaitAsync(Period, stoppingToken);
            }
        }
        finally
        {
            cache.Changed -= OnChanged;
        }
    }

    // Objects come and go with their Services all the time; what needs a look is one that goes while its Service stays, or is changed.
    private void OnChanged(CacheEvent change)
    {
        if (change.Previous is { } before && (change.Object is not null || IsHeld(before.Key.Name, before.Read<IPAddress>()))) bell.Ring();
    }

    private bool IsHeld(string address, IPAddress value) =>
        value.Spec?.ParentRef is { } parent
        && caches.Of(Service.Resource).Get(new ObjectKey(parent.Namespace ?? "", parent.Name)) is { } service
        && ServiceHoldings.Of(service).Addresses.Contains(address);

    private Dictionary<string, List<ObjectKey>> Holders()
    {
        var holders = new Dictionary<string, List<ObjectKey>>(StringComparer.Ordinal);
        foreach (var service in caches.Of(Service.Resource).State.Objects.All)
        {
            foreach (var address in ServiceHoldings.Of(service).Addresses)
            {
                if (!holders.TryGetValue(address, out var services)) holders.Add(address, services = []);
                services.Add(service.Key);
            }
        }
        return holders;
    }

    private static bool IsRight(IPAddress found, ObjectKey service)
    {
        var parent = found.Spec?.ParentRef;
        return parent is { Resource: "services" }
            && string.IsNullOrEmpty(parent.Group)
            && parent.Namespace == service.Namespace
            && parent.Name == service.Name
            && found.Metadata.Labels.GetValueOrDefault(IPAddressObjects.ManagedBy) == IPAddressObjects.Manager
            && found.Metadata.Labels.GetValueOrDefault(IPAddressObjects.Family) == ServiceFamilies.Of(found.Metadata.Name);
    }

    private async Task CreateAsync(string address, ObjectKey service, CancellationToken cancellationToken)
    {
        Log.Missing(logger, address, service);
        await store.WriteAsync(objects.Create(address, service), cancellationToken);
    }

    private async Task RecreateAsync(CachedObject found, ObjectKey service, CancellationToken cancellationToken)
    {
        Log.Wrong(logger, found.Key.Name, service);
        await DeleteAsync(found, cancellationToken);
        await store.WriteAsync(objects.Create(found.Key.Name, service), cancellationToken);
    }

    private async Task DeleteAsync(CachedObject found, CancellationToken cancellationToken)
    {
        try
        {
            await server.Client.Resource<IPAddress>().DeleteAsync(null, found.Key.Name, new Api.Models.MetaV1.DeleteOptions { Preconditions = new() { Uid = found.Uid } }, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // It is gone already, or somebody has made another one.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The cluster IP {Address} of {Service} has no IPAddress; repairing")]
        public static partial void Missing(ILogger logger, string address, ObjectKey service);

        [LoggerMessage(LogLevel.Warning, "The IPAddress {Address} does not refer to {Service}, which has the cluster IP; repairing")]
        public static partial void Wrong(ILogger logger, string address, ObjectKey service);

        [LoggerMessage(LogLevel.Warning, "The IPAddress {Address} appears to have leaked; cleaning up")]
        public static partial void Leaked(ILogger logger, string address);

        [LoggerMessage(LogLevel.Warning, "IPAddresses could not be repaired; trying again")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
