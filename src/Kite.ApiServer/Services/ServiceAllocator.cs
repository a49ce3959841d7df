using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Models.NetworkingV1;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.Services;

/// <summary>
/// Gives Services their cluster IPs, out of the ServiceCIDRs, and their node ports. What is taken is read off the cache of Services; only writes under way are held besides.
/// </summary>
internal sealed class ServiceAllocator : IReserver
{
    private static readonly ApiResource Services = new("", "v1", "services", "Service", true);
    private readonly Lock gate = new();
    private readonly AddressPool addresses;
    private readonly NodePortPool ports;
    private readonly ServiceFamilies families;
    private readonly IPAddressObjects objects;
    private readonly Lazy<ResourceCache> cache;

    /// <summary>An allocator that knows all Services from its first use on.</summary>
    public ServiceAllocator(ApiServerOptions options, ResourceCaches caches, IPAddressObjects objects)
    {
        this.objects = objects;
        addresses = new AddressPool(objects.Exists);
        ports = new NodePortPool(options.NodePortFirst, options.NodePortLast);
        families = new ServiceFamilies([.. options.ServiceCidrs.Select(ServiceFamilies.Of)]);
        cache = new Lazy<ResourceCache>(() =>
        {
            FollowRanges(caches.Of(ServiceCIDR.Resource));
            return Follow(caches.Of(Services));
        });
    }

    /// <inheritdoc/>
    public string GroupResource => "services";

    /// <inheritdoc/>
    public IReservation? Reserve(JsonObject value, JsonObject? old)
    {
        _ = cache.Value;
        var owner = Owner(value);
        var spec = value.ObjectOrNew("spec");
        if (families.Settle(spec, old.Object("spec")) is { Count: > 0 } errors) throw ApiErrors.Invalid(Services, owner.Name, [.. errors]);
        var reservation = new Reservation(this, owner);
        lock (gate)
        {
            try
            {
                if (spec.Text("type") != "ExternalName" && !AsksForAnother(spec, old.Object("spec"))) ReserveAddresses(spec, reservation);
                if (WantsNodePorts(spec)) ReservePorts(spec, reservation);
            }
            catch (ApiStatusException)
            {
                reservation.Release();
                throw;
            }
        }
        reservation.Companions = [.. reservation.Addresses.Select(address => objects.Create(address, owner)), .. Removals(old, owner, ServiceHoldings.Of(spec).Addresses)];
        return reservation;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoreWrite> Release(JsonObject old) => [.. Removals(old, Owner(old), ServiceHoldings.None.Addresses)];

    /// <summary>True where a Service, or one that is being written, has an address that fits.</summary>
    public bool IsAnyTaken(Func<string, bool> fits)
    {
        _ = cache.Value;
        lock (gate) return addresses.Table.Items.Any(fits);
    }

    private static bool WantsNodePorts(JsonObject spec) =>
        spec.Text("type") == "NodePort" || (spec.Text("type") == "LoadBalancer" && spec.Flag("allocateLoadBalancerNodePorts") != false);

    /// <summary>True where the first address, or that there is none, would change: validation refuses that, whether or not the address is free.</summary>
    private static bool AsksForAnother(JsonObject spec, JsonObject? old) =>
        old is not null && old.Text("type") != "ExternalName"
        && old.Texts("clusterIPs").FirstOrDefault() is { Length: > 0 } first && Wanted(spec).FirstOrDefault() is { Length: > 0 } asked && asked != first;

    private static List<string> Wanted(JsonObject spec)
    {
        List<string> wanted = [.. spec.Texts("clusterIPs")];
        if (wanted.Count == 0 && spec.Text("clusterIP") is { Length: > 0 } one) wanted.Add(one);
        return wanted;
    }

    private static ObjectKey Owner(JsonObject service) => new(service.Metadata().Text("namespace"), service.Metadata().Text("name"));

    private IEnumerable<StoreWrite> Removals(JsonObject? old, ObjectKey owner, IReadOnlySet<string> kept) =>
        ServiceHoldings.Of(old.Object("spec")).Addresses.Except(kept).Select(address => objects.Remove(address, owner)).OfType<StoreWrite>();

    private void ReserveAddresses(JsonObject spec, Reservation reservation)
    {
        var wanted = Wanted(spec);
        if (wanted.FirstOrDefault() != "None")
        {
            string[] kinds = [.. spec.Texts("ipFamilies")];
            // Those asked for first: none of them may go to the other family's place.
            for (var at = 0; at < wanted.Count; at++) TakeAddress(wanted[at], reservation);
            for (var at = wanted.Count; at < kinds.Length; at++)
            {
                wanted.Add(addresses.Free(isIPv6: kinds[at] == "IPv6"));
                TakeAddress(wanted[at], reservation);
            }
        }
        spec["clusterIP"] = wanted[0];
        if (!wanted.SequenceEqual(spec.Texts("clusterIPs"))) spec["clusterIPs"] = new JsonArray([.. wanted.Select(address => (JsonNode)address)]);
    }

    private void TakeAddress(string address, Reservation reservation)
    {
        if (addresses.Problem(address, reservation.Owner) is { } problem)
            throw Invalid(reservation.Owner, "spec.clusterIPs", $"Invalid value: [\"{address}\"]: failed to allocate IP {address}: {problem}");
        if (addresses.Table.Take(address, reservation.Owner)) reservation.Addresses.Add(address);
    }

    private void ReservePorts(JsonObject spec, Reservation reservation)
    {
        var wanted = spec.Objects("ports").ToList();
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].Integer("nodePort") is { } asked and > 0) TakePort((int)asked, $"spec.ports[{i}].nodePort", reservation);
        }
        foreach (var port in wanted.Where(port => port.Integer("nodePort") is null or 0))
        {
            // The same port over TCP and UDP shares its node port, as DNS does.
            var twin = wanted.Find(other => other != port && other.Integer("port") == port.Integer("port") && other.Integer("nodePort") > 0 && other.Text("protocol") != port.Text("protocol"));
            port["nodePort"] = twin?.Integer("nodePort") ?? FreePort(reservation);
        }
        if (spec.Text("type") != "LoadBalancer" || spec.Text("externalTrafficPolicy") != "Local") return;
        if (spec.Integer("healthCheckNodePort") is { } health and > 0) TakePort((int)health, "spec.healthCheckNodePort", reservation);
        else spec["healthCheckNodePort"] = FreePort(reservation);
    }

    private void TakePort(int port, string field, Reservation reservation)
    {
        if (ports.Problem(port, reservation.Owner) is { } problem) throw Invalid(reservation.Owner, field, $"Invalid value: {port}: {problem}");
        if (ports.Table.Take(port, reservation.Owner)) reservation.Ports.Add(port);
    }

    private long FreePort(Reservation reservation)
    {
        var port = ports.Free();
        ports.Table.Take(port, reservation.Owner);
        reservation.Ports.Add(port);
        return port;
    }

    private void FollowRanges(ResourceCache cidrs)
    {
        // The cache shows a change before it tells of it.
        cidrs.Changed += _ => UseRanges(cidrs);
        UseRanges(cidrs);
    }

    private void UseRanges(ResourceCache cidrs)
    {
        var ready = cidrs.State.Objects.All.Select(ServiceCidrFacts.Of).Where(cidr => cidr.IsReady).OrderBy(cidr => cidr.Name != ServiceCidrFacts.DefaultName);
        ServiceRange[] ranges = [.. ready.SelectMany(cidr => cidr.Ranges).DistinctBy(range => range.Text)];
        lock (gate) addresses.Use(ranges);
    }

    private ResourceCache Follow(ResourceCache services)
    {
        services.Changed += change => OnChanged(change.Subject.Key, ServiceHoldings.Of(change.Previous), ServiceHoldings.Of(change.Object));
        foreach (var service in services.State.Objects.All) OnChanged(service.Key, ServiceHoldings.None, ServiceHoldings.Of(service));
        return services;
    }

    private void OnChanged(ObjectKey owner, ServiceHoldings before, ServiceHoldings after)
    {
        lock (gate)
        {
            foreach (var address in before.Addresses.Except(after.Addresses)) addresses.Table.Release(address, owner);
            foreach (var port in before.Ports.Except(after.Ports)) ports.Table.Release(port, owner);
            foreach (var address in after.Addresses) addresses.Table.Take(address, owner);
            foreach (var port in after.Ports) ports.Table.Take(port, owner);
        }
    }

    private static ApiStatusException Invalid(ObjectKey owner, string field, string message) =>
        ApiErrors.Invalid(Services, owner.Name, [new StatusCause("FieldValueInvalid", message, field)]);

    private sealed class Reservation(ServiceAllocator allocator, ObjectKey owner) : IReservation
    {
        private bool isKept;

        public ObjectKey Owner => owner;

        public List<string> Addresses { get; } = [];

        public List<int> Ports { get; } = [];

        public IReadOnlyList<StoreWrite> Companions { get; set; } = [];

        public void Keep() => isKept = true;

        public void Dispose()
        {
            if (isKept) return;
            lock (allocator.gate) Release();
        }

        public void Release()
        {
            foreach (var address in Addresses) allocator.addresses.Table.Release(address, owner);
            foreach (var port in Ports) allocator.ports.Table.Release(port, owner);
        }
    }
}
