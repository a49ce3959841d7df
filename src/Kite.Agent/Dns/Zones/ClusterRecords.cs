using Kite.Agent.Network;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;

namespace Kite.Agent.Dns.Zones;

/// <summary>Looks up, in the informers' copies, what names and addresses stand for.</summary>
internal sealed class ClusterRecords
{
    private const string AddressIndex = "address";
    private readonly IInformer<Service> services;
    private readonly IInformer<EndpointSlice> slices;
    private readonly IInformer<Namespace> namespaces;

    public ClusterRecords(IInformerFactory informers)
    {
        services = informers.For<Service>();
        slices = informers.For<EndpointSlice>();
        namespaces = informers.For<Namespace>();
        services.AddIndex(AddressIndex, service => ClusterIPs(service));
        slices.AddIndex(AddressIndex, slice => slice.Endpoints.SelectMany(endpoint => endpoint.Addresses));
        ServiceSlices.AddTo(slices);
    }

    /// <summary>False until everything is known: a name that isn't found before may well be there.</summary>
    public bool HasSynced => services.HasSynced && slices.HasSynced && namespaces.HasSynced;

    public bool HasNamespace(string name) => namespaces.Lister.Get(new ObjectKey("", name)) is not null;

    public Service? Service(string @namespace, string name) => services.Lister.Get(new ObjectKey(@namespace, name));

    public IReadOnlyCollection<EndpointSlice> Slices(Service service) => ServiceSlices.Of(slices.Lister, service.Metadata.Namespace, service.Metadata.Name);

    public IReadOnlyCollection<Service> ServicesAt(string address) => services.Lister.ByIndex(AddressIndex, address);

    public IReadOnlyCollection<EndpointSlice> SlicesAt(string address) => slices.Lister.ByIndex(AddressIndex, address);

    /// <summary>A Service's own addresses; none for headless ones.</summary>
    public static IEnumerable<string> ClusterIPs(Service service) =>
        (service.Spec.ClusterIPs.Count > 0 ? service.Spec.ClusterIPs : [service.Spec.ClusterIP ?? ""]).Where(address => address is not ("" or "None"));
}
