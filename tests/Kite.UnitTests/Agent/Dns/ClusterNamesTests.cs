using System.Net;
using Kite.Agent.Dns.Messages;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Models.MetaV1;

namespace Kite.UnitTests.Agent.Dns;

/// <summary>The records of the Kubernetes DNS specification.</summary>
public sealed class ClusterNamesTests
{
    private DnsCluster cluster = null!;

    [OneTimeSetUp]
    public async Task FillTheCluster()
    {
        cluster = new DnsCluster();
        await cluster.AddAsync(new Namespace { Metadata = new ObjectMeta { Name = "default" } });
        await cluster.AddServiceAsync("web", new ServiceSpec { ClusterIP = "10.43.0.20", ClusterIPs = ["10.43.0.20"], Ports = [new ServicePort { Name = "http", Port = 80, Protocol = "TCP" }] });
        await cluster.AddServiceAsync("pets", new ServiceSpec { ClusterIP = "None", ClusterIPs = ["None"], Ports = [new ServicePort { Name = "db", Port = 5432, Protocol = "TCP" }] });
        await cluster.AddServiceAsync("nobody", new ServiceSpec { ClusterIP = "None", ClusterIPs = ["None"] });
        await cluster.AddServiceAsync("out", new ServiceSpec { Type = "ExternalName", ExternalName = "www.Example.com." });
        await cluster.AddServiceAsync("back", new ServiceSpec { Type = "ExternalName", ExternalName = "web.default.svc.cluster.local" });
        await cluster.AddServiceAsync("loop", new ServiceSpec { Type = "ExternalName", ExternalName = "loop.default.svc.cluster.local" });
        await cluster.AddSliceAsync(
            "pets",
            [new Kite.Api.Models.DiscoveryV1.EndpointPort { Name = "db", Port = 5432, Protocol = "TCP" }],
            new Endpoint { Addresses = ["10.42.0.5"], Hostname = "pet-0", Conditions = new EndpointConditions { Ready = true } },
            new Endpoint { Addresses = ["10.42.0.6"], Conditions = new EndpointConditions { Ready = true } },
            new Endpoint { Addresses = ["10.42.0.7"], Hostname = "pet-2", Conditions = new EndpointConditions { Ready = false } });
        await cluster.StartAsync();
    }

    [OneTimeTearDown]
    public void Dispose() => cluster.Dispose();

    [TestCase("web.default.svc.cluster.local", "A", "web.default.svc.cluster.local 5 A 10.43.0.20")]
    [TestCase("_http._tcp.web.default.svc.cluster.local", "Srv", "_http._tcp.web.default.svc.cluster.local 5 SRV 0 100 80 web.default.svc.cluster.local")]
    [TestCase("20.0.43.10.in-addr.arpa", "Ptr", "20.0.43.10.in-addr.arpa 5 PTR web.default.svc.cluster.local")]
    [TestCase("pet-0.pets.default.svc.cluster.local", "A", "pet-0.pets.default.svc.cluster.local 5 A 10.42.0.5")]
    [TestCase("10-42-0-6.pets.default.svc.cluster.local", "A", "10-42-0-6.pets.default.svc.cluster.local 5 A 10.42.0.6")]
    [TestCase("5.0.42.10.in-addr.arpa", "Ptr", "5.0.42.10.in-addr.arpa 5 PTR pet-0.pets.default.svc.cluster.local")]
    [TestCase("1-2-3-4.default.pod.cluster.local", "A", "1-2-3-4.default.pod.cluster.local 5 A 1.2.3.4")]
    [TestCase("dns-version.cluster.local", "Txt", "dns-version.cluster.local 5 TXT 1.1.0")]
    [TestCase("cluster.local", "NS", "cluster.local 5 NS ns.dns.cluster.local")]
    [TestCase("cluster.local", "Soa", "cluster.local 5 SOA ns.dns.cluster.local")]
    [TestCase("out.default.svc.cluster.local", "Cname", "out.default.svc.cluster.local 5 CNAME www.example.com")]
    public async Task A_name_of_the_specification_has_its_record(string name, string type, string record)
    {
        var answer = await cluster.AskAsync(name, Enum.Parse<RecordType>(type));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Code, Is.EqualTo(ResponseCode.NoError));
            Assert.That(answer.Answers, Is.EqualTo(new[] { record }));
            Assert.That(answer.Header.Flags & DnsHeader.Authoritative, Is.Not.Zero);
        });
    }

    [TestCase("WEB.Default.SVC.Cluster.LOCAL")]
    [TestCase("web.default.svc.cluster.local")]
    public async Task Letter_case_does_not_matter(string name) =>
        Assert.That((await cluster.AskAsync(name, RecordType.A)).Answers, Has.One.EndsWith("A 10.43.0.20"));

    [TestCase("missing.default.svc.cluster.local", "A")]
    [TestCase("web.elsewhere.svc.cluster.local", "A")]
    [TestCase("elsewhere.svc.cluster.local", "A")]
    [TestCase("nobody.default.svc.cluster.local", "A", Description = "the specification asks for NXDOMAIN where a headless service has no ready endpoints")]
    [TestCase("pet-2.pets.default.svc.cluster.local", "A")]
    [TestCase("_https._tcp.web.default.svc.cluster.local", "Srv")]
    [TestCase("1-2-3-4.elsewhere.pod.cluster.local", "A")]
    [TestCase("300-2-3-4.default.pod.cluster.local", "A")]
    [TestCase("a.b.c.web.default.svc.cluster.local", "A")]
    [TestCase("anything.cluster.local", "A")]
    [TestCase("99.0.43.10.in-addr.arpa", "Ptr")]
    public async Task A_name_that_is_not_there_is_NXDOMAIN_with_the_zones_SOA(string name, string type)
    {
        var answer = await cluster.AskAsync(name, Enum.Parse<RecordType>(type));

        Assert.That(answer.Code, Is.EqualTo(ResponseCode.NameError));
        Assert.That(answer.Authorities, Has.One.StartsWith("cluster.local 5 SOA"));
        Assert.That(cluster.Upstream.Asked, Is.Zero);
    }

    [TestCase("web.default.svc.cluster.local", "Aaaa")]
    [TestCase("pets.default.svc.cluster.local", "Aaaa")]
    [TestCase("default.svc.cluster.local", "A")]
    [TestCase("svc.cluster.local", "A")]
    [TestCase("cluster.local", "A")]
    [TestCase("20.0.43.10.in-addr.arpa", "A")]
    public async Task A_name_without_the_type_is_an_empty_answer_with_the_zones_SOA(string name, string type)
    {
        var answer = await cluster.AskAsync(name, Enum.Parse<RecordType>(type));

        Assert.That(answer.Code, Is.EqualTo(ResponseCode.NoError));
        Assert.That(answer.Answers, Is.Empty);
        Assert.That(answer.Authorities, Has.One.StartsWith("cluster.local 5 SOA"));
    }

    [Test]
    public async Task A_headless_service_has_its_ready_endpoints()
    {
        var answer = await cluster.AskAsync("pets.default.svc.cluster.local", RecordType.A);

        Assert.That(answer.Answers, Is.EquivalentTo(new[] { "pets.default.svc.cluster.local 5 A 10.42.0.5", "pets.default.svc.cluster.local 5 A 10.42.0.6" }));
    }

    [Test]
    public async Task A_headless_services_port_names_every_endpoint_and_adds_their_addresses()
    {
        var answer = await cluster.AskAsync("_db._tcp.pets.default.svc.cluster.local", RecordType.Srv);

        Assert.That(answer.Answers.Select(line => line.Split(" SRV ")[1]), Is.EquivalentTo(new[] { "0 50 5432 pet-0.pets.default.svc.cluster.local", "0 50 5432 10-42-0-6.pets.default.svc.cluster.local" }));
        Assert.That(answer.Additionals, Is.EquivalentTo(new[] { "pet-0.pets.default.svc.cluster.local 5 A 10.42.0.5", "10-42-0-6.pets.default.svc.cluster.local 5 A 10.42.0.6" }));
    }

    [Test]
    public async Task An_external_name_is_followed_upstream()
    {
        cluster.Upstream.Answer = new DnsAnswer { Records = [new AddressRecord("www.example.com", 60, IPAddress.Parse("198.51.100.7"))] };

        var answer = await cluster.AskAsync("out.default.svc.cluster.local", RecordType.A);

        Assert.That(answer.Answers, Is.EqualTo(new[] { "out.default.svc.cluster.local 5 CNAME www.example.com", "www.example.com 60 A 198.51.100.7" }));
    }

    [Test]
    public async Task An_external_name_inside_the_cluster_is_followed_here() =>
        Assert.That((await cluster.AskAsync("back.default.svc.cluster.local", RecordType.A)).Answers, Is.EqualTo(new[]
        {
            "back.default.svc.cluster.local 5 CNAME web.default.svc.cluster.local",
            "web.default.svc.cluster.local 5 A 10.43.0.20",
        }));

    [Test]
    public async Task An_external_name_that_leads_to_itself_ends() =>
        Assert.That((await cluster.AskAsync("loop.default.svc.cluster.local", RecordType.A)).Answers, Has.Length.LessThan(12));

    [Test]
    public async Task Before_everything_is_known_the_answer_is_a_failure_and_not_that_there_is_nothing()
    {
        using var early = new DnsCluster();

        Assert.That((await early.AskAsync("web.default.svc.cluster.local", RecordType.A)).Code, Is.EqualTo(ResponseCode.ServerFailure));
    }
}
