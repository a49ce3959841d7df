using System.Diagnostics.Metrics;
using System.Net;
using Kite.Agent.Dns;
using Kite.Agent.Dns.Forwarding;
using Kite.Agent.Dns.Messages;
using Kite.Agent.Dns.Zones;
using Kite.Api.Client;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Models.MetaV1;
using Kite.Testing.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Dns;

/// <summary>A DNS responder over a few objects in a fake API, with an upstream that the test plays.</summary>
internal sealed class DnsCluster : IDisposable
{
    private readonly InformerFactory informers;
    private readonly DnsWriter writer = new(DnsSizes.Tcp);

    public DnsCluster()
    {
        Api = new FakeApiClient();
        informers = new InformerFactory(Api, TimeProvider.System, NullLogger<InformerFactory>.Instance);
        var options = new ClusterDnsOptions { ClusterCidr = IPNetwork.Parse("10.42.0.0/16"), ServiceCidr = IPNetwork.Parse("10.43.0.0/16") };
        var records = new ClusterRecords(informers);
        Zone = new ClusterZone(records, options);
        Forwarder = new Forwarder(Upstream, new AnswerCache(Time, capacity: 16), new DnsMetrics(new Meters()));
        Responder = new DnsResponder(Zone, new ReverseZone(records, Zone, options), Forwarder);
    }

    public FakeApiClient Api { get; }

    public FakeTimeProvider Time { get; } = new();

    public PlayedUpstream Upstream { get; } = new();

    public ClusterZone Zone { get; }

    public Forwarder Forwarder { get; }

    public DnsResponder Responder { get; }

    public async Task StartAsync()
    {
        await informers.StartAsync(CancellationToken.None);
        await informers.For<Service>().WaitForSyncAsync(CancellationToken.None);
        await informers.For<EndpointSlice>().WaitForSyncAsync(CancellationToken.None);
        await informers.For<Namespace>().WaitForSyncAsync(CancellationToken.None);
    }

    public Task AddAsync<T>(T value)
        where T : class, IApiObject<T> => Api.Resource<T>().CreateAsync(value, CancellationToken.None);

    public Task AddServiceAsync(string name, ServiceSpec spec) => AddAsync(new Service { Metadata = new ObjectMeta { Namespace = "default", Name = name }, Spec = spec });

    public Task AddSliceAsync(string service, IReadOnlyList<Kite.Api.Models.DiscoveryV1.EndpointPort> ports, params Endpoint[] endpoints) => AddAsync(new EndpointSlice
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = service + "-1", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = service } },
        AddressType = "IPv4",
        Endpoints = endpoints,
        Ports = ports,
    });

    /// <summary>Sends a query through the responder as a client would and reads the answer.</summary>
    public async Task<ReadAnswer> AskAsync(string name, RecordType type, bool overTcp = false)
    {
        var (message, _) = DnsQuestion.For(name, type);
        return new ReadAnswer(await AskRawAsync(message, overTcp));
    }

    public async Task<byte[]> AskRawAsync(byte[] message, bool overTcp = false)
    {
        if (Responder.Answer(message, overTcp, writer) is { } pending) await Responder.AnswerAsync(pending, message, writer, CancellationToken.None);
        return writer.Written.ToArray();
    }

    public void Dispose()
    {
        informers.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        informers.Dispose();
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
