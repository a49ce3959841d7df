using System.Text.Json.Nodes;
using Kite.ApiServer.Services;

namespace Kite.UnitTests.ApiServer.Services;

[TestFixture]
internal sealed class ServiceFamiliesTests
{
    private static readonly string[] Single = ["IPv4"];
    private static readonly string[] Dual = ["IPv4", "IPv6"];
    private static readonly string[] DualOfIPv6 = ["IPv6", "IPv4"];

    [TestCase("{}", "SingleStack IPv4")]
    [TestCase("""{"ipFamilyPolicy":"PreferDualStack"}""", "PreferDualStack IPv4,IPv6")]
    [TestCase("""{"ipFamilyPolicy":"RequireDualStack"}""", "RequireDualStack IPv4,IPv6")]
    [TestCase("""{"ipFamilyPolicy":"RequireDualStack","ipFamilies":["IPv6"]}""", "RequireDualStack IPv6,IPv4")]
    [TestCase("""{"ipFamilies":["IPv6"]}""", "SingleStack IPv6")]
    [TestCase("""{"clusterIP":"fd00::5","clusterIPs":["fd00::5"]}""", "SingleStack IPv6")]
    [TestCase("""{"ipFamilyPolicy":"PreferDualStack","clusterIP":"fd00::5","clusterIPs":["fd00::5"]}""", "PreferDualStack IPv6,IPv4")]
    [TestCase("""{"ipFamilyPolicy":"PreferDualStack","clusterIP":"fd00::5","clusterIPs":["fd00::5","10.0.0.5"]}""", "PreferDualStack IPv6,IPv4")]
    [TestCase("""{"clusterIP":"None","clusterIPs":["None"]}""", "RequireDualStack IPv4,IPv6")]
    [TestCase("""{"clusterIP":"None","clusterIPs":["None"],"selector":{"a":"b"}}""", "SingleStack IPv4")]
    [TestCase("""{"type":"ExternalName"}""", " ")]
    public void A_new_service_on_a_dual_stack_cluster(string spec, string settled) => Assert.That(Settled(Dual, spec), Is.EqualTo(settled));

    [TestCase("{}", "SingleStack IPv4")]
    [TestCase("""{"ipFamilyPolicy":"PreferDualStack"}""", "PreferDualStack IPv4")]
    [TestCase("""{"clusterIP":"None","clusterIPs":["None"]}""", "RequireDualStack IPv4,IPv6")]
    public void A_new_service_on_a_single_stack_cluster(string spec, string settled) => Assert.That(Settled(Single, spec), Is.EqualTo(settled));

    [Test]
    public void The_default_family_is_the_first_of_the_cluster() => Assert.That(Settled(DualOfIPv6, """{"ipFamilyPolicy":"PreferDualStack"}"""), Is.EqualTo("PreferDualStack IPv6,IPv4"));

    [TestCase("""{"ipFamilyPolicy":"RequireDualStack"}""", "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services")]
    [TestCase("""{"ipFamilies":["IPv6"]}""", "spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster")]
    [TestCase("""{"clusterIP":"fd00::1","clusterIPs":["fd00::1"]}""", "spec.clusterIPs[0]: Invalid value: [\"fd00::1\"]: IPv6 is not configured on this cluster")]
    [TestCase("""{"ipFamilies":["IPv4","IPv6"]}""", "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified")]
    [TestCase("""{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","fd00::1"]}""", "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified")]
    [TestCase("""{"ipFamilyPolicy":"Both"}""", "spec.ipFamilyPolicy: Unsupported value: \"Both\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"")]
    [TestCase("""{"clusterIP":"abc","clusterIPs":["abc"]}""", "spec.clusterIPs[0]: Invalid value: \"abc\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    public void What_a_single_stack_cluster_cannot_do_is_refused(string spec, string problem) => Assert.That(Problems(Single, spec, null), Has.One.EqualTo(problem));

    [TestCase("""{"ipFamilyPolicy":"PreferDualStack","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"]}""", "PreferDualStack IPv4,IPv6")]
    [TestCase("""{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"]}""", "SingleStack IPv4")]
    public void A_single_stack_service_is_widened_by_its_policy_alone(string spec, string settled) =>
        Assert.That(Settled(Dual, spec, """{"ipFamilyPolicy":"SingleStack","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"]}"""), Is.EqualTo(settled));

    [Test]
    public void A_dual_stack_service_loses_its_second_address_with_its_policy()
    {
        const string Old = """{"ipFamilyPolicy":"RequireDualStack","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","fd00::1"],"ipFamilies":["IPv4","IPv6"]}""";
        var spec = Object(Old);
        spec["ipFamilyPolicy"] = "SingleStack";

        Assert.That(new ServiceFamilies(Dual).Settle(spec, Object(Old)), Is.Empty);
        Assert.That(spec["clusterIPs"]!.ToJsonString(), Is.EqualTo("""["10.0.0.1"]"""));
        Assert.That(spec["ipFamilies"]!.ToJsonString(), Is.EqualTo("""["IPv4"]"""));

        spec = Object(Old);
        spec["clusterIPs"] = new JsonArray("10.0.0.1");
        Assert.That(new ServiceFamilies(Dual).Settle(spec, Object(Old)).Select(cause => cause.Message), Has.One.EndsWith("must be 'SingleStack' to release the secondary cluster IP"));
    }

    [Test]
    public void A_service_that_prefers_two_stays_as_it_is_when_the_cluster_gets_a_second_family()
    {
        const string Spec = """{"type":"ClusterIP","ipFamilyPolicy":"PreferDualStack","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"]}""";

        Assert.That(Settled(Dual, Spec, Spec), Is.EqualTo("PreferDualStack IPv4"));
    }

    private static string Settled(string[] configured, string spec, string? old = null)
    {
        var value = Object(spec);
        Assert.That(new ServiceFamilies(configured).Settle(value, old is null ? null : Object(old)), Is.Empty);
        return $"{(string?)value["ipFamilyPolicy"]} {string.Join(',', value["ipFamilies"]?.AsArray().Select(family => (string?)family) ?? [])}";
    }

    private static IEnumerable<string> Problems(string[] configured, string spec, string? old) =>
        new ServiceFamilies(configured).Settle(Object(spec), old is null ? null : Object(old)).Select(cause => $"{cause.Field}: {cause.Message}");

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();
}
