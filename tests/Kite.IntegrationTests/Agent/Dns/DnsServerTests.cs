using System.Net;
using System.Net.Sockets;
using Kite.Agent.Dns;
using Kite.Agent.Dns.Messages;
using Kite.Agent.Network;
using Kite.Agent.Proxy;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.IntegrationTests.Agent.Network;
using Kite.Testing.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Kite.IntegrationTests.Agent.Dns;

/// <summary>The server as the host composes it, on addresses of the loopback network, with an upstream of the test's own. Its clock stands still: whatever is answered comes without waiting.</summary>
[RootOnly]
[NonParallelizable]
public sealed class DnsServerTests
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("127.77.0.10"), 5300);
    private static readonly IPEndPoint UpstreamServer = new(IPAddress.Parse("127.77.0.11"), 53);
    private readonly FakeApiClient api = new();
    private readonly string resolvConf = Path.GetTempFileName();
    private IHost host = null!;
    private CancellationTokenSource timeout = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await File.WriteAllTextAsync(resolvConf, $"search example.com\nnameserver {Server.Address}\nnameserver {UpstreamServer.Address}\n");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddMetrics().AddSingleton<IApiClient>(api).AddSingleton<TimeProvider>(new FakeTimeProvider()).AddSingleton<InformerFactory>()
            .AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>()).AddHostedService(provider => provider.GetRequiredService<InformerFactory>());
        var options = new ClusterDnsOptions
        {
            Address = Server.Address,
            Port = Server.Port,
            ResolvConf = resolvConf,
            AssignAddress = false,
            ClusterCidr = IPNetwork.Parse("10.42.0.0/16"),
            ServiceCidr = IPNetwork.Parse("10.43.0.0/16"),
        };
        builder.Services.AddClusterDns(options).AddClusterDnsService(options);
        await api.Resource<Namespace>().CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = "kube-system" } }, timeout.Token);
        host = builder.Build();
        await host.StartAsync(timeout.Token);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
        timeout.Dispose();
        File.Delete(resolvConf);
    }

    [Test]
    public async Task Names_of_the_cluster_are_answered_over_UDP_and_TCP([Values] bool overTcp)
    {
        var (query, _) = DnsQuestion.For("kube-dns.kube-system.svc.cluster.local", RecordType.A);

        var answer = await UntilAnsweredAsync(query, overTcp);

        Assert.That(DnsRecordReader.ReadAddresses(answer), Is.EqualTo(new[] { new AddressRecord("kube-dns.kube-system.svc.cluster.local", 5, Server.Address) }));
    }

    [Test]
    public async Task Other_names_are_asked_upstream()
    {
        using var upstream = new UdpClient(UpstreamServer);
        var serving = ServeOnceAsync(upstream);
        var (query, _) = DnsQuestion.For("www.example.com", RecordType.A);

        var answer = await AskAsync(query, overTcp: false);
        await serving;

        Assert.That(DnsRecordReader.ReadAddresses(answer), Is.EqualTo(new[] { new AddressRecord("www.example.com", 60, IPAddress.Parse("198.51.100.7")) }));
    }

    [Test]
    public async Task Without_upstream_the_failure_comes_at_once()
    {
        var (query, _) = DnsQuestion.For("nobody.example.com", RecordType.A);

        var answer = await AskAsync(query, overTcp: false);

        Assert.That(DnsHeader.TryRead(answer, out var header) ? header.ResponseCode : default, Is.EqualTo(ResponseCode.ServerFailure));
    }

    [Test]
    public void Pod_network_proxy_and_DNS_can_be_composed_together()
    {
        var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IApiClient>(api).AddSingleton(TimeProvider.System)
            .AddSingleton<InformerFactory>().AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>())
            .AddPodNetwork(new PodNetworkOptions { NodeName = "n1", ClusterCidr = IPNetwork.Parse("10.42.0.0/16") })
            .AddServiceProxy(new ServiceProxyOptions { NodeName = "n1", ClusterCidr = IPNetwork.Parse("10.42.0.0/16") })
            .AddClusterDns(new ClusterDnsOptions { ClusterCidr = IPNetwork.Parse("10.42.0.0/16"), ServiceCidr = IPNetwork.Parse("10.43.0.0/16") });
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        Assert.That(provider.GetServices<IHostedService>().Select(service => service.GetType().Name), Is.EquivalentTo(new[] { "IpTablesGuard", "PodNetwork", "ServiceProxy", "DnsServer" }));
    }

    private static async Task ServeOnceAsync(UdpClient upstream)
    {
        var received = await upstream.ReceiveAsync();
        DnsQuery.TryRead(received.Buffer, out var query);
        var writer = new DnsWriter(DnsSizes.Udp);
        writer.WriteAnswer(received.Buffer, query!, new DnsAnswer { Records = [new AddressRecord(query!.Name, 60, IPAddress.Parse("198.51.100.7"))] }, DnsSizes.Udp);
        await upstream.SendAsync(writer.Written, received.RemoteEndPoint);
    }

    private async Task<byte[]> AskAsync(byte[] query, bool overTcp)
    {
        if (!overTcp)
        {
            using var client = new UdpClient();
            client.Connect(Server);
            await client.SendAsync(query, timeout.Token);
            return (await client.ReceiveAsync(timeout.Token)).Buffer;
        }
        using var connection = new TcpClient();
        await connection.ConnectAsync(Server, timeout.Token);
        await TcpFrames.WriteAsync(connection.GetStream(), query, timeout.Token);
        return (await TcpFrames.ReadAsync(connection.GetStream(), timeout.Token))!;
    }

    // The server may still be learning what there is.
    private async Task<byte[]> UntilAnsweredAsync(byte[] query, bool overTcp)
    {
        byte[] answer = [];
        await Eventually.Holds(async () => DnsHeader.TryRead(answer = await AskIfListeningAsync(query, overTcp), out var header) && header.Answers > 0);
        return answer;
    }

    private async Task<byte[]> AskIfListeningAsync(byte[] query, bool overTcp)
    {
        try
        {
            return await AskAsync(query, overTcp);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
