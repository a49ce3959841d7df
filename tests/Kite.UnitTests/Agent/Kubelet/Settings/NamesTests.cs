using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet.Settings;

[TestFixture]
internal sealed class NamesTests
{
    [TestCase(null, null, null, false, "web")]
    [TestCase("a", null, null, false, "a")]
    [TestCase("a", "b", null, false, "a")]
    [TestCase("a", "b", null, true, "a.b.default.svc.cluster.local")]
    [TestCase("a", "b", "c.example.org", false, "c.example.org")]
    public void The_kernel_knows_a_pod_by_the_name_that_its_spec_asks_for(string? hostname, string? subdomain, string? set, bool full, string expected) =>
        Assert.That(HostNames.ForKernel(With(hostname, subdomain, set, full), "n", "cluster.local"), Is.EqualTo(expected));

    [Test]
    public void A_full_name_longer_than_the_kernel_takes_is_refused()
    {
        var pod = With("a", new string('b', 50), null, true);
        Assert.That(() => HostNames.ForKernel(pod, "n", "cluster.local"), Throws.TypeOf<RuntimeException>().With.Message.EqualTo(
            $"failed to construct FQDN from pod hostname and cluster domain, FQDN a.{new string('b', 50)}.default.svc.cluster.local is too long (64 characters is the max, 78 characters requested)"));
    }

    [Test]
    public void A_long_name_is_cut_where_a_host_name_may_end()
    {
        var pod = With(new string('x', 62) + "-abc", null, null, false);
        Assert.That(HostNames.Of(pod, "n"), Is.EqualTo(new string('x', 62)));
    }

    [Test]
    public void More_servers_and_searches_than_resolvers_take_are_left_out_and_named()
    {
        var settings = Resolver(null).SettingsFor(new PodBuilder().With(spec => spec with
        {
            DnsPolicy = "None",
            DnsConfig = new PodDNSConfig { Nameservers = ["1.1.1.1", "1.1.1.2", "1.1.1.1", "1.1.1.3", "1.1.1.4"], Searches = [.. Enumerable.Range(0, 33).Select(number => $"d{number}")] },
        }).Pod);
        Assert.Multiple(() =>
        {
            Assert.That(settings.Servers, Is.EqualTo(new[] { "1.1.1.1", "1.1.1.2", "1.1.1.3" }));
            Assert.That(settings.Searches, Has.Count.EqualTo(32));
            Assert.That(settings.Omissions[0], Is.EqualTo("Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 1.1.1.1 1.1.1.2 1.1.1.3"));
            Assert.That(settings.Omissions[1], Does.StartWith("Search Line limits were exceeded, some search paths have been omitted, the applied search line is: d0 d1 "));
        });
    }

    [Test]
    public void A_search_line_is_no_longer_than_resolvers_take()
    {
        var settings = ResolverSettings.Limited([], [.. Enumerable.Range(0, 10).Select(number => new string((char)('a' + number), 250))], []);
        Assert.That(string.Join(' ', settings.Searches), Has.Length.LessThanOrEqualTo(2048).And.Length.GreaterThan(1900));
    }

    [TestCase("ClusterFirst", false, "10.43.0.10")]
    [TestCase("ClusterFirst", true, null)]
    [TestCase("ClusterFirstWithHostNet", true, "10.43.0.10")]
    [TestCase("Default", false, null)]
    [TestCase("None", false, null)]
    public void The_policy_says_whether_a_pod_asks_the_cluster(string policy, bool hostNetwork, string? server)
    {
        var pod = new PodBuilder().With(spec => spec with { DnsPolicy = policy, HostNetwork = hostNetwork }).Pod;
        Assert.That(Resolver(IPAddress.Parse("10.43.0.10")).SettingsFor(pod).Servers, Is.EqualTo(server is null ? [] : new[] { server }));
    }

    [Test]
    public void A_pod_that_asks_for_the_cluster_where_there_is_no_address_for_it_is_told()
    {
        var resolver = Resolver(null);
        Assert.That(resolver.MissingClusterDns(new PodBuilder().Pod), Is.EqualTo(
            "kubelet does not have ClusterDNS IP configured and cannot create Pod using \"ClusterFirst\" policy. Falling back to \"Default\" policy."));
        Assert.That(resolver.MissingClusterDns(new PodBuilder().With(spec => spec with { DnsPolicy = "Default" }).Pod), Is.Null);
    }

    private static ResolverFile Resolver(IPAddress? dns) =>
        new(new KubeletOptions { NodeName = "n", DataDirectory = "/nowhere", Version = "v1", ClusterDns = dns, ResolverConfiguration = "/nowhere/resolv.conf" });

    private static Pod With(string? hostname, string? subdomain, string? set, bool full) =>
        new PodBuilder().With(spec => spec with { Hostname = hostname, Subdomain = subdomain, HostnameOverride = set, SetHostnameAsFQDN = full }).Pod;
}
