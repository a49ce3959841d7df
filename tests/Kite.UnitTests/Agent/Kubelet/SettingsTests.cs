using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Settings;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class SettingsTests
{
    [TestCase("$(A)", "1")]
    [TestCase("$$(A)", "$(A)")]
    [TestCase("$(B)", "$(B)")]
    [TestCase("x$(A)y$", "x1y$")]
    [TestCase("$(A", "$(A")]
    [TestCase("$A", "$A")]
    public void References_to_variables_are_replaced(string text, string expected) =>
        Assert.That(VariableExpansion.Expand(text, name => name == "A" ? "1" : null), Is.EqualTo(expected));

    [Test]
    public void Fields_of_the_pod_are_found_by_path()
    {
        var pod = new Pod
        {
            Metadata = new() { Name = "web", Labels = new Dictionary<string, string> { ["b"] = "2\"", ["a"] = "1" } },
        };
        Assert.Multiple(() =>
        {
            Assert.That(PodFields.Field(pod, "metadata.labels"), Is.EqualTo("a=\"1\"\nb=\"2\\\"\""));
            Assert.That(PodFields.Field(pod, "metadata.labels['a']"), Is.EqualTo("1"));
            Assert.That(PodFields.Field(pod, "metadata.nothing"), Is.Null);
        });
    }

    [TestCase("limits.memory", "1Mi", "64")]
    [TestCase("limits.cpu", "1m", "250")]
    [TestCase("limits.cpu", "1", "1")]
    [TestCase("requests.memory", "1", "0")]
    public void Resources_are_counted_in_units_of_their_divisor(string resource, string divisor, string expected)
    {
        var container = new Container { Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["memory"] = new("64Mi"), ["cpu"] = new("250m") } } };
        Assert.That(PodFields.Resource(container, new ResourceFieldSelector { Resource = resource, Divisor = new Quantity(divisor) }, new Dictionary<string, Quantity>()), Is.EqualTo(expected));
    }

    [Test]
    public void A_pod_resolves_cluster_names_first()
    {
        var file = new ResolverFile(new KubeletOptions { NodeName = "n", DataDirectory = "/nowhere", Version = "v1", ClusterDns = System.Net.IPAddress.Parse("10.43.0.10"), ResolverConfiguration = "/nowhere/resolv.conf" });
        var pod = new Pod { Metadata = new() { Namespace = "shop" }, Spec = new PodSpec { DnsConfig = new PodDNSConfig { Options = [new PodDNSConfigOption { Name = "ndots", Value = "2" }] } } };
        Assert.That(file.SettingsFor(pod).ToString(), Is.EqualTo("search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.43.0.10\noptions ndots:2\n"));
    }

    [Test]
    public void The_hosts_file_names_a_pod_with_a_subdomain_in_full()
    {
        var pod = new Pod { Metadata = new() { Namespace = "shop", Name = "web" }, Spec = new PodSpec { Hostname = "a", Subdomain = "b", HostAliases = [new HostAlias { Ip = "1.2.3.4", Hostnames = ["x", "y"] }] } };
        Assert.That(HostNames.HostsFile(pod, "n", "cluster.local", [System.Net.IPAddress.Parse("10.42.0.7")]),
            Does.Contain("\n10.42.0.7\ta.b.shop.svc.cluster.local\ta\n").And.EndsWith("\n1.2.3.4\tx\ty\n"));
    }
}
