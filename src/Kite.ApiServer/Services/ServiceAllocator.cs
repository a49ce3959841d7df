using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Services;

/// <summary>
/// Gives Services their cluster IPs and node ports. What is taken is read off the cache of Services, so there is nothing to store and nothing to repair; only writes under way are held besides.
/// </summary>
internal sealed class ServiceAllocator : IReserver
{
    private static readonly ApiResource Services = new("", "v1", "services", "Service", true);
    private readonly Lock gate = new();
    private readonly AddressPool addresses;
    private readonly NodePortPool ports;
    private readonly Lazy<ResourceCache> cache;

    /// <summary>An allocator that knows all Services from its first use on.</summary>
    public ServiceAllocator(ApiServerOptions options, ResourceCaches caches)
    {
        addresses = new AddressPool(new ServiceRange(options.ServiceCidr));
        ports = new NodePortPool(options.NodePortFirst, options.NodePortLast);
        cache = new Lazy<ResourceCache>(() => Follow(caches.Of(Services)));
    }

    /// <inheritdoc/>
    public string GroupResource => "services";

    /// <inheritdoc/>
    public IReservation? Reserve(JsonObject value, JsonObject? old)
    {
        _ = cache.Value;
        var metadata = value.Metadata();
        var reservation = new Reservation(this, new ObjectKey(metadata.Text("namespace"), metadata.Text("name")));
        lock (gate)
        {
            try
            {
                var spec = value.ObjectOrNew("spec");
                if (spec.Text("type") != "ExternalName") ReserveAddress(spec, reservation);
                if (WantsNodePorts(spec)) ReservePorts(spec, reservation);
                return reservation;
            }
            catch (ApiStatusException)
            {
                reservation.Release();
                throw;
            }
        }
    }

    private static bool WantsNodePorts(JsonObject spec) =>
        spec.Text("type") == "NodePort" || (spec.Text("type") == "LoadBalancer" && spec.Flag("allocateLoadBalancerNodePorts") != false);

    private void ReserveAddress(JsonObject spec, Reservation reservation)
    {
        var address = spec.Text("clusterIP") is { Length: > 0 } one ? one : spec.Texts("clusterIPs").FirstOrDefault("");
        if (address != "None")
        {
            address = address.Length == 0 ? addresses.Free() : address;
            if (addresses.Problem(address, reservation.Owner) is { } problem)
                throw Invalid(reservation.Owner, "spec.clusterIPs", $"Invalid value: [\"{address}\"]: failed to allocate IP {address}: {problem}");
            if (addresses.Table.Take(address, reservation.Owner)) reservation.Addresses.Add(address);
        }
        spec["clusterIP"] = address;
        if (spec.IsEmpty("clusterIPs")) spec["clusterIPs"] = new JsonArray(address);
        if (spec.IsEmpty("ipFamilies")) spec["ipFamilies"] = new JsonArray("IPv4");
        if (spec.Text("ipFamilyPolicy").Length == 0) spec["ipFamilyPolicy"] = "SingleStack";
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
