using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class NetworkingValidationTests
{
    [TestCase("""{}""", "spec: Invalid value: []: either `defaultBackend` or `rules` must be specified")]
    [TestCase("""{"defaultBackend":{}}""", "spec.defaultBackend: Invalid value: \"\": resource or service backend is required")]
    [TestCase("""{"defaultBackend":{"service":{"name":"s"}}}""", "spec.defaultBackend: Required value: port name or number is required")]
    [TestCase("""{"defaultBackend":{"service":{"name":"s","port":{"name":"n","number":1}}}}""", "spec.defaultBackend: Invalid value: \"\": cannot set both port name & port number")]
    [TestCase("""{"defaultBackend":{"service":{"name":"s","port":{"number":70000}}}}""", "spec.defaultBackend.service.port.number: Invalid value: 70000: must be between 1 and 65535, inclusive")]
    [TestCase("""{"defaultBackend":{"resource":{"kind":"K"}}}""", "spec.defaultBackend.resource.name: Required value: name is required")]
    [TestCase("""{"rules":[{"host":"1.2.3.4"}]}""", "spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address")]
    [TestCase("""{"rules":[{"http":{"paths":[{"path":"/","backend":{"service":{"name":"s","port":{"number":1}}}}]}}]}""", "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified")]
    [TestCase("""{"rules":[{"http":{"paths":[{"path":"a","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":1}}}}]}}]}""", "spec.rules[0].http.paths[0].path: Invalid value: \"a\": must be an absolute path")]
    [TestCase("""{"rules":[{"http":{"paths":[{"path":"/a//b","pathType":"Exact","backend":{"service":{"name":"s","port":{"number":1}}}}]}}]}""", "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b\": must not contain '//'")]
    [TestCase("""{"rules":[{"http":{"paths":[{"path":"/","pathType":"Foo","backend":{"service":{"name":"s","port":{"number":1}}}}]}}]}""", "spec.rules[0].http.paths[0].pathType: Unsupported value: \"Foo\": supported values: \"Exact\", \"ImplementationSpecific\", \"Prefix\"")]
    public void An_ingress_is_checked_in_upstreams_words(string spec, string problem) => AssertProblem("Ingress", spec, problem);

    [TestCase("""{"controller":"c"}""", "spec.controller: Invalid value: \"c\": must be a domain-prefixed path (such as \"acme.io/foo\")")]
    [TestCase("""{"controller":"a.b/c","parameters":{"kind":"K","name":"n","scope":"Namespace"}}""", "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'")]
    [TestCase("""{"controller":"a.b/c","parameters":{"kind":"K","name":"n","namespace":"x"}}""", "spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'")]
    public void An_ingress_class_is_checked_in_upstreams_words(string spec, string problem) => AssertProblem("IngressClass", spec, problem);

    [TestCase("""{"podSelector":{},"ingress":[{"from":[{}]}]}""", "spec.ingress[0].from[0]: Required value: must specify a peer")]
    [TestCase("""{"podSelector":{},"ingress":[{"from":[{"podSelector":{},"ipBlock":{"cidr":"10.0.0.0/8"}}]}]}""", "spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer")]
    [TestCase("""{"podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["11.0.0.0/16"]}}]}]}""", "spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`")]
    [TestCase("""{"podSelector":{},"ingress":[{"ports":[{"port":80,"endPort":70}]}]}""", "spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`")]
    [TestCase("""{"podSelector":{},"ingress":[{"ports":[{"endPort":70}]}]}""", "spec.ingress[0].ports[0].endPort: Invalid value: 70: may not be specified when `port` is not specified")]
    [TestCase("""{"podSelector":{},"policyTypes":["Foo"]}""", "spec.policyTypes[0]: Unsupported value: \"Foo\": supported values: \"Ingress\", \"Egress\"")]
    public void A_network_policy_is_checked_in_upstreams_words(string spec, string problem) => AssertProblem("NetworkPolicy", spec, problem);

    [TestCase("""{}""", "spec.cidrs: Required value: at least one CIDR required")]
    [TestCase("""{"cidrs":["10.0.0.0/16","10.1.0.0/16"]}""", "spec.cidrs: Invalid value: {\"cidrs\":[\"10.0.0.0/16\",\"10.1.0.0/16\"]}: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64")]
    [TestCase("""{"cidrs":["10.0.0.1/16"]}""", "spec.cidrs[0]: Invalid value: \"10.0.0.1/16\": must be in canonical form (\"10.0.0.0/16\")")]
    public void A_service_cidr_is_checked_in_upstreams_words(string spec, string problem) => AssertProblem("ServiceCIDR", spec, problem);

    [Test]
    public void An_address_is_named_by_itself_and_keeps_its_owner()
    {
        const string Owner = """{"parentRef":{"resource":"services","namespace":"n","name":"s"}}""";
        Assert.That(ApiFixture.Problems("IPAddress", $$"""{"metadata":{"name":"x"},"spec":{{Owner}} }"""), Is.EqualTo(["metadata.name: Invalid value: \"x\": must be a valid IP address in canonical form"]));
        var old = ApiFixture.Created("IPAddress", $$"""{"metadata":{"name":"10.0.0.1"},"spec":{{Owner}} }""");
        Assert.That(ApiFixture.ChangeProblems("IPAddress", old, value => value["spec"]!["parentRef"]!["name"] = "t"), Has.One.StartsWith("spec.parentRef: Invalid value: ").And.One.EndsWith("field is immutable"));
    }

    [Test]
    public void Ingress_controllers_report_sensible_addresses()
    {
        var old = ApiFixture.Created("Ingress", """{"metadata":{"name":"i","namespace":"n"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":1}}}}}""");
        Assert.That(
            ApiFixture.ChangeProblems("Ingress", old, value => value["status"] = JsonNode.Parse("""{"loadBalancer":{"ingress":[{"ip":"x"}]}}"""), "status"),
            Is.EqualTo(["status.loadBalancer.ingress[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]));
    }

    private static void AssertProblem(string kind, string spec, string problem)
    {
        var scope = ApiFixture.Kind(kind).Resource.IsNamespaced ? ",\"namespace\":\"n\"" : "";
        Assert.That(ApiFixture.Problems(kind, $$"""{"metadata":{"name":"x"{{scope}}},"spec":{{spec}} }"""), Is.EqualTo([problem]));
    }
}
