using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class KindValidationTests
{
    private const string Meta = """{"name":"x","namespace":"n"}""";
    private const string Template = """{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    [TestCase("Deployment", """ "spec":{"selector":{"matchLabels":{"a":"x"}},"template":TEMPLATE}""", "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`")]
    [TestCase("Deployment", """ "spec":{"template":TEMPLATE}""", "spec.selector: Required value")]
    [TestCase("Deployment", """ "spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":TEMPLATE}""", "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [TestCase("Deployment", """ "spec":{"strategy":{"type":"Recreate","rollingUpdate":{}},"selector":{"matchLabels":{"a":"b"}},"template":TEMPLATE}""", "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'")]
    [TestCase("Deployment", """ "spec":{"strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":"0%"}},"selector":{"matchLabels":{"a":"b"}},"template":TEMPLATE}""", "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when `maxSurge` is 0")]
    [TestCase("ReplicaSet", """ "spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}""", "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"")]
    [TestCase("Service", """ "spec":{}""", "spec.ports: Required value")]
    [TestCase("Service", """ "spec":{"ports":[{"port":0,"targetPort":80}]}""", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [TestCase("Service", """ "spec":{"ports":[{"port":80},{"name":"b","port":81}]}""", "spec.ports[0].name: Required value")]
    [TestCase("Service", """ "spec":{"type":"Foo","ports":[{"port":80}]}""", "spec.type: Unsupported value: \"Foo\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"")]
    [TestCase("Service", """ "spec":{"ports":[{"port":80,"nodePort":30000}]}""", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'")]
    [TestCase("Service", """ "spec":{"clusterIP":"1.2","ports":[{"port":80}]}""", "spec.clusterIPs[0]: Invalid value: \"1.2\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [TestCase("Service", """ "spec":{"type":"ExternalName"}""", "spec.externalName: Required value")]
    [TestCase("ConfigMap", """ "data":{"a/b":"x"}""", "data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")]
    [TestCase("Secret", """ "type":"kubernetes.io/tls","data":{"tls.crt":""}""", "data[tls.key]: Required value")]
    [TestCase("RoleBinding", """ "roleRef":{"kind":"Foo","name":"r"},"subjects":[{"kind":"User","name":"u"}]""", "roleRef.kind: Unsupported value: \"Foo\": supported values: \"Role\", \"ClusterRole\"")]
    [TestCase("Role", """ "rules":[{"verbs":["get"],"apiGroups":[""]}]""", "rules[0].resources: Required value: resource rules must supply at least one resource")]
    [TestCase("Lease", """ "spec":{"leaseDurationSeconds":0}""", "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0")]
    [TestCase("EndpointSlice", """ "addressType":"IPv4","endpoints":[{"addresses":["fe80::1"]}]""", "endpoints[0].addresses[0]: Invalid value: \"fe80::1\": must be an IPv4 address")]
    [TestCase("Endpoints", """ "subsets":[{"addresses":[{"ip":"127.0.0.1"}],"ports":[{"port":80}]}]""", "subsets[0].addresses[0].ip: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    [TestCase("PodDisruptionBudget", """ "spec":{"minAvailable":"x"}""", "spec.minAvailable: Invalid value: \"x\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")]
    [TestCase("Event", """ "involvedObject":{"namespace":"other"}""", "involvedObject.namespace: Invalid value: \"other\": does not match event.namespace")]
    [TestCase("CronJob", """ "spec":{"schedule":"* * * * *","concurrencyPolicy":"Foo","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}""", "spec.concurrencyPolicy: Unsupported value: \"Foo\": supported values: \"Allow\", \"Forbid\", \"Replace\"")]
    [TestCase("Ingress", """ "spec":{"rules":[{"http":{}}]}""", "spec.rules[0].http.paths: Required value")]
    public void A_kind_is_checked_in_upstreams_words(string kind, string fields, string problem)
    {
        var json = $$"""{"metadata":{{Meta}} ,{{fields.Replace("TEMPLATE", Template, StringComparison.Ordinal)}} }""";
        Assert.That(ApiFixture.Problems(kind, json), Is.EqualTo([problem]));
    }

    [Test]
    public void A_cluster_scoped_object_has_no_namespace()
    {
        Assert.That(ApiFixture.Problems("Namespace", """{"metadata":{"name":"x","namespace":"y"}}"""), Is.EqualTo(["metadata.namespace: Forbidden: not allowed on this type"]));
        Assert.That(ApiFixture.Problems("Namespace", """{"metadata":{"name":"a.b"}}"""), Is.EqualTo(["metadata.name: Invalid value: \"a.b\": must not contain dots"]));
    }

    [TestCase("Deployment", """ "spec":{"selector":{"matchLabels":{"a":"b"}},"template":TEMPLATE}""", "spec/selector/matchLabels", """{"a":"b","c":"d"}""", "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"c\":\"d\"}}: field is immutable")]
    [TestCase("Secret", """ "type":"Opaque" """, "type", "\"other\"", "type: Invalid value: \"other\": field is immutable")]
    [TestCase("ConfigMap", """ "immutable":true,"data":{"a":"b"}""", "data", """{"a":"c"}""", "data: Forbidden: field is immutable when `immutable` is set")]
    [TestCase("RoleBinding", """ "roleRef":{"kind":"Role","name":"r"}""", "roleRef/name", "\"s\"", "roleRef: Invalid value: {\"kind\":\"Role\",\"name\":\"s\",\"apiGroup\":\"rbac.authorization.k8s.io\"}: cannot change roleRef")]
    [TestCase("Service", """ "spec":{"clusterIP":"10.0.0.1","ports":[{"port":80}]}""", "spec/clusterIP", "\"10.0.0.2\"", "spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set")]
    [TestCase("Node", """ "spec":{"podCIDR":"10.42.0.0/24","podCIDRs":["10.42.0.0/24"]}""", "spec", "{}", "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid")]
    [TestCase("Node", """ "spec":{"podCIDR":"10.42.0.0/24","podCIDRs":["10.42.0.0/24"]}""", "spec/podCIDR", "\"10.42.1.0/24\"", "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid")]
    public void Immutable_fields_stay(string kind, string fields, string field, string changed, string problem)
    {
        var meta = ApiFixture.Kind(kind).Resource.IsNamespaced ? Meta : """{"name":"x"}""";
        var old = ApiFixture.Created(kind, $$"""{"metadata":{{meta}} ,{{fields.Replace("TEMPLATE", Template, StringComparison.Ordinal)}} }""");
        Assert.That(ApiFixture.ChangeProblems(kind, old, value =>
        {
            var steps = field.Split('/');
            JsonNode at = value;
            foreach (var step in steps[..^1]) at = at[step]!;
            at[steps[^1]] = JsonNode.Parse(changed);
        }), Does.Contain(problem));
    }
}
