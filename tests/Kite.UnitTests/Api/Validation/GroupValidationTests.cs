using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class GroupValidationTests
{
    private const string Event = """{"metadata":{"name":"e","namespace":"n"},"eventTime":"2026-01-02T03:04:05.000006Z","reportingController":"c","reportingInstance":"i","action":"a","reason":"r","type":"Normal","regarding":{"namespace":"n"}}""";

    [TestCase("PriorityClass", """{"metadata":{"name":"p"},"value":1000000001}""", "value: Forbidden: maximum allowed value of a user defined priority is 1000000000")]
    [TestCase("PriorityClass", """{"metadata":{"name":"system-x"},"value":1}""", "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-x is not a known system priority class")]
    [TestCase("PriorityClass", """{"metadata":{"name":"p"},"preemptionPolicy":"Foo"}""", "preemptionPolicy: Unsupported value: \"Foo\": supported values: \"PreemptLowerPriority\", \"Never\"")]
    [TestCase("RuntimeClass", """{"metadata":{"name":"r"},"handler":"A"}""", "handler: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")]
    [TestCase("Lease", """{"metadata":{"name":"l","namespace":"n"},"spec":{"preferredHolder":"h"}}""", "spec.strategy: Required value: strategy must be specified when preferredHolder is specified")]
    [TestCase("PodTemplate", """{"metadata":{"name":"t","namespace":"n"},"template":{"spec":{"containers":[{"image":"i"}]}}}""", "template.spec.containers[0].name: Required value")]
    [TestCase("ResourceClaim", """{"metadata":{"name":"c","namespace":"n"},"spec":{"devices":{"requests":[{"name":"r"}]}}}""", "spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required")]
    [TestCase("ResourceClaim", """{"metadata":{"name":"c","namespace":"n"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"d","allocationMode":"All","count":2}}]}}}""", "spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'")]
    [TestCase("ResourceClaim", """{"metadata":{"name":"c","namespace":"n"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"d"}}],"config":[{"requests":["x"],"opaque":{"driver":"d","parameters":{}}}]}}}""", "spec.devices.config[0].requests[0]: Invalid value: \"x\": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'")]
    [TestCase("DeviceClass", """{"metadata":{"name":"d"},"spec":{"selectors":[{}]}}""", "spec.selectors[0].cel: Required value")]
    [TestCase("DeviceClass", """{"metadata":{"name":"d"},"spec":{"selectors":[{"cel":{"expression":"device.driver"}}]}}""", "spec.selectors[0].cel.expression: Invalid value: \"device.driver\": must evaluate to bool or the unknown type, not string")]
    [TestCase("DeviceClass", """{"metadata":{"name":"d"},"spec":{"selectors":[{"cel":{"expression":"device.x"}}]}}""", "spec.selectors[0].cel.expression: Invalid value: \"device.x\": compilation failed: ERROR: <input>:1:7: undefined field 'x'\n | device.x\n | ......^")]
    [TestCase("DeviceClass", """{"metadata":{"name":"d"},"spec":{"selectors":[{"cel":{"expression":"device.attributes.all(a, device.attributes.all(b, device.attributes.all(c, device.attributes.all(d, true))))"}}]}}""", "spec.selectors[0].cel.expression: Forbidden: too complex, exceeds cost limit")]
    [TestCase("ResourceSlice", """{"metadata":{"name":"s"},"spec":{"driver":"d","pool":{"name":"p","resourceSliceCount":1}}}""", "spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required")]
    [TestCase("CertificateSigningRequest", """{"metadata":{"name":"c"},"spec":{"signerName":"example.com/s","usages":["client auth","client auth"],"expirationSeconds":5}}""", "spec.expirationSeconds: Invalid value: 5: may not specify a duration less than 600 seconds (10 minutes)")]
    [TestCase("CertificateSigningRequest", """{"metadata":{"name":"c"},"spec":{"signerName":"example.com/s","usages":["client auth","client auth"]}}""", "spec.usages[1]: Duplicate value: \"client auth\"")]
    [TestCase("CertificateSigningRequest", """{"metadata":{"name":"c"},"spec":{"signerName":"s","usages":["client auth"]}}""", "spec.signerName: Invalid value: \"s\": must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    [TestCase("APIService", """{"metadata":{"name":"v1.x"},"spec":{"group":"g.example.com","version":"v1","groupPriorityMinimum":1,"versionPriority":1}}""", "metadata.name: Invalid value: \"v1.x\": must be `spec.version+\".\"+spec.group`: \"v1.g.example.com\"")]
    [TestCase("APIService", """{"metadata":{"name":"v2."},"spec":{"version":"v2","groupPriorityMinimum":1,"versionPriority":1}}""", "spec.group: Required value: only v1 may have an empty group and it better be legacy kube")]
    [TestCase("APIService", """{"metadata":{"name":"v1.g"},"spec":{"group":"g","version":"v1","groupPriorityMinimum":20001,"versionPriority":1}}""", "spec.groupPriorityMinimum: Invalid value: 20001: must be positive and less than 20000")]
    [TestCase("APIService", """{"metadata":{"name":"v1.g"},"spec":{"group":"g","version":"v1","groupPriorityMinimum":1,"versionPriority":0}}""", "spec.versionPriority: Invalid value: 0: must be positive and less than 1000")]
    [TestCase("APIService", """{"metadata":{"name":"v1.g"},"spec":{"group":"g","version":"v1","groupPriorityMinimum":1,"versionPriority":1,"caBundle":"YWJj"}}""", "spec.caBundle: Invalid value: \"3 bytes\": local APIServices may not have a caBundle")]
    [TestCase("APIService", """{"metadata":{"name":"v1.g"},"spec":{"group":"g","version":"v1","groupPriorityMinimum":1,"versionPriority":1,"insecureSkipTLSVerify":true}}""", "spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify")]
    [TestCase("APIService", """{"metadata":{"name":"v1.g"},"spec":{"group":"g","version":"v1","groupPriorityMinimum":1,"versionPriority":1,"insecureSkipTLSVerify":true,"caBundle":"YWJj","service":{"name":"s","namespace":"n"}}}""", "spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present")]
    [TestCase("APIService", """{"metadata":{"name":"v1.g"},"spec":{"group":"g","version":"v1","groupPriorityMinimum":1,"versionPriority":1,"service":{}}}""", "spec.service.namespace: Required value")]
    public void A_kind_is_checked_in_upstreams_words(string kind, string json, string problem) => Assert.That(ApiFixture.Problems(kind, json), Does.Contain(problem));

    [TestCase("device.driver == 'gpu.example.com' && device.attributes['gpu.example.com'].model.lowerAscii().matches('^a[0-9]+')")]
    [TestCase("cel.bind(gpu, device.attributes['gpu.example.com'], gpu.family.startsWith('a') && gpu.driverVersion.isGreaterThan(semver('1.2.3')))")]
    [TestCase("device.capacity['gpu.example.com'].memory.compareTo(quantity('10Gi')) >= 0")]
    [TestCase("device.attributes['gpu.example.com'].healthy")]
    public void A_selector_of_devices_may_use_what_devices_have(string expression) => Assert.That(
        ApiFixture.Problems("DeviceClass", $$$"""{"metadata":{"name":"d"},"spec":{"selectors":[{"cel":{"expression":"{{{expression}}}"}}]}}"""),
        Is.Empty);

    [TestCase("series", """{"count":1,"lastObservedTime":"2026-01-02T03:04:05.000006Z"}""", "series.count: Invalid value: \"\": should be at least 2")]
    [TestCase("type", "\"Odd\"", "type: Invalid value: \"\": has invalid value: Odd")]
    [TestCase("action", "\"\"", "action: Required value")]
    [TestCase("deprecatedCount", "3", "count: Invalid value: \"\": needs to be unset")]
    public void A_new_event_is_complete(string field, string json, string problem)
    {
        var value = JsonNode.Parse(Event)!;
        value[field] = JsonNode.Parse(json);
        Assert.That(ApiFixture.Problems("events/v1.Event", value.ToJsonString()), Is.EqualTo([problem]));
    }

    [Test]
    public void Only_the_series_of_a_new_event_goes_on()
    {
        var old = ApiFixture.Created("events/v1.Event", Event);
        Assert.That(ApiFixture.ChangeProblems("events/v1.Event", old, value => value["series"] = JsonNode.Parse("""{"count":2,"lastObservedTime":"2026-01-02T03:04:05.000006Z"}""")), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("events/v1.Event", old, value => value["note"] = "x"), Is.EqualTo(["message: Invalid value: \"x\": field is immutable"]));
    }

    [Test]
    public void An_old_event_may_be_as_loose_as_it_was() =>
        Assert.That(ApiFixture.Problems("core/v1.Event", """{"metadata":{"name":"e","namespace":"n"},"involvedObject":{"namespace":"n"}}"""), Is.Empty);

    [TestCase("PriorityClass", """{"metadata":{"name":"p"},"value":1}""", "value", "2", "value: Forbidden: may not be changed in an update.")]
    [TestCase("RuntimeClass", """{"metadata":{"name":"r"},"handler":"a"}""", "handler", "\"b\"", "handler: Invalid value: \"b\": field is immutable")]
    public void Fields_that_never_change(string kind, string json, string field, string changed, string problem) =>
        Assert.That(ApiFixture.ChangeProblems(kind, ApiFixture.Created(kind, json), value => value[field] = JsonNode.Parse(changed)), Is.EqualTo([problem]));

    [Test]
    public void A_claim_is_reserved_once_it_is_allocated_and_its_allocation_stays()
    {
        var claim = ApiFixture.Created("ResourceClaim", """{"metadata":{"name":"c","namespace":"n"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"d"}}]}}}""");
        Assert.That((long?)claim["spec"]!["devices"]!["requests"]![0]!["exactly"]!["count"], Is.EqualTo(1));
        const string Reserved = """{"reservedFor":[{"resource":"pods","name":"p","uid":"u"}]}""";
        Assert.That(ApiFixture.ChangeProblems("ResourceClaim", claim, value => value["status"] = JsonNode.Parse(Reserved), "status"), Is.EqualTo(["status.reservedFor: Forbidden: may not be specified when `allocated` is not set"]));
        claim["status"] = JsonNode.Parse("""{"allocation":{"devices":{"results":[{"request":"r","driver":"d","pool":"p","device":"x"}]}}}""");
        Assert.That(
            ApiFixture.ChangeProblems("ResourceClaim", claim, value => value["status"]!["allocation"]!["devices"]!["results"]![0]!["device"] = "y", "status"),
            Has.One.EndsWith("field is immutable").And.One.StartsWith("status.allocation: Invalid value: "));
    }

    [TestCase("""{"conditions":[{"type":"Approved","status":"True"},{"type":"Denied","status":"True"}]}""", "approval", "status.conditions: Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive")]
    [TestCase("""{"conditions":[{"type":"Approved","status":"False"}]}""", "approval", "status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\"")]
    [TestCase("""{"conditions":[{"type":"Approved","status":"True"}]}""", "status", "status.conditions: Forbidden: updates may not add a condition of type \"Approved\"")]
    [TestCase("""{"certificate":"eA=="}""", "status", "status.certificate: Invalid value: \"<certificate data>\": must contain at least one CERTIFICATE PEM block")]
    public void Verdicts_come_from_approvers_and_certificates_from_signers(string status, string subresource, string problem)
    {
        var old = ApiFixture.Created("CertificateSigningRequest", """{"metadata":{"name":"c"},"spec":{"signerName":"example.com/s","usages":["client auth"]}}""");
        Assert.That(ApiFixture.ChangeProblems("CertificateSigningRequest", old, value => value["status"] = JsonNode.Parse(status), subresource), Is.EqualTo([problem]));
    }

    [TestCase("""{"type":"LoadBalancer","ports":[{"port":10250}]}""", "spec.ports[0].port: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet")]
    [TestCase("""{"loadBalancerClass":"a/b","ports":[{"port":80}]}""", "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'")]
    [TestCase("""{"type":"LoadBalancer","loadBalancerSourceRanges":["10.0.0.0"],"ports":[{"port":80}]}""", "spec.loadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [TestCase("""{"ipFamilyPolicy":"Foo","ports":[{"port":80}]}""", "spec.ipFamilyPolicy: Unsupported value: \"Foo\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"")]
    [TestCase("""{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","10.0.0.2"],"ports":[{"port":80}]}""", "spec.clusterIPs: Invalid value: [\"10.0.0.1\",\"10.0.0.2\"]: may specify no more than one IP for each IP family")]
    [TestCase("""{"clusterIP":"10.0.0.1","ipFamilies":["IPv6"],"ports":[{"port":80}]}""", "spec.clusterIPs[0]: Invalid value: \"10.0.0.1\": expected an IPv6 value as indicated by `ipFamilies[0]`")]
    [TestCase("""{"healthCheckNodePort":30000,"ports":[{"port":80}]}""", "spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")]
    public void A_service_is_checked_in_upstreams_words(string spec, string problem) =>
        Assert.That(ApiFixture.Problems("Service", $$"""{"metadata":{"name":"s","namespace":"n"},"spec":{{spec}} }"""), Is.EqualTo([problem]));
}
