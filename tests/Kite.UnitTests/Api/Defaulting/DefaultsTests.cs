using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Defaulting;

internal sealed class DefaultsTests
{
    private const string Container = """{"name":"c","image":"nginx"}""";
    private const string DefaultedContainer = """{"name":"c","image":"nginx","imagePullPolicy":"Always","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}""";
    private const string DefaultedPodSpec = $$"""{"containers":[{{DefaultedContainer}}],"dnsPolicy":"ClusterFirst","restartPolicy":"Always","terminationGracePeriodSeconds":30,"schedulerName":"default-scheduler","securityContext":{} }""";

    [Test]
    public void A_minimal_pod_gets_upstreams_defaults()
    {
        var expected = JsonNode.Parse(DefaultedPodSpec)!;
        expected["enableServiceLinks"] = true;
        AssertSpec("Pod", $$"""{"spec":{"containers":[{{Container}}]} }""", expected);
    }

    [TestCase("{}", """{"cpu":"2","memory":"1Gi"}""")]
    [TestCase("""{"requests":{"cpu":"250m"}}""", """{"cpu":"250m","memory":"1Gi"}""")]
    public void A_pod_that_is_limited_as_a_whole_requests_what_its_containers_do(string container, string requests)
    {
        var pod = ApiFixture.Defaulted("Pod", $$"""{"spec":{"resources":{"limits":{"cpu":"2","memory":"1Gi"} },"containers":[{"name":"c","image":"i","resources":{{container}} }]} }""");
        Assert.That(JsonNode.DeepEquals(pod["spec"]!["resources"]!["requests"], JsonNode.Parse(requests)), Is.True, pod.ToJsonString());
    }

    [Test]
    public void A_minimal_deployment_gets_upstreams_defaults()
    {
        AssertSpec("Deployment", $$"""{"spec":{"selector":{},"template":{"spec":{"containers":[{{Container}}]} } } }""", $$"""
            {"selector":{},"template":{"metadata":{},"spec":{{DefaultedPodSpec}} },"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"} },
             "revisionHistoryLimit":10,"progressDeadlineSeconds":600}
            """);
    }

    [TestCase("""{"ports":[{"port":80}]}""", """{"ports":[{"port":80,"protocol":"TCP","targetPort":80}],"type":"ClusterIP","sessionAffinity":"None","internalTrafficPolicy":"Cluster"}""")]
    [TestCase("""{"type":"NodePort","sessionAffinity":"ClientIP"}""", """{"type":"NodePort","sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10800}},"externalTrafficPolicy":"Cluster","internalTrafficPolicy":"Cluster"}""")]
    [TestCase("""{"type":"ExternalName","externalName":"a.b"}""", """{"type":"ExternalName","externalName":"a.b","sessionAffinity":"None"}""")]
    [TestCase("""{"type":"LoadBalancer"}""", """{"type":"LoadBalancer","sessionAffinity":"None","externalTrafficPolicy":"Cluster","internalTrafficPolicy":"Cluster","allocateLoadBalancerNodePorts":true}""")]
    public void Services_get_what_their_type_needs(string spec, string expected) => AssertSpec("Service", $$"""{"spec":{{spec}} }""", expected);

    [TestCase("nginx", "Always")]
    [TestCase("nginx:latest", "Always")]
    [TestCase("registry:5000/nginx", "Always")]
    [TestCase("nginx:1.27", "IfNotPresent")]
    [TestCase("nginx@sha256:aa", "IfNotPresent")]
    public void The_pull_policy_follows_the_tag(string image, string policy)
    {
        var pod = ApiFixture.Defaulted("Pod", $$"""{"spec":{"containers":[{"name":"c","image":"{{image}}"}]} }""");
        Assert.That((string?)pod["spec"]!["containers"]![0]!["imagePullPolicy"], Is.EqualTo(policy));
    }

    [TestCase("resources", """{"limits":{"cpu":"1"}}""", """{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}""")]
    [TestCase("ports", """[{"containerPort":80}]""", """[{"containerPort":80,"protocol":"TCP","hostPort":80}]""")]
    [TestCase("livenessProbe", """{"httpGet":{"port":80}}""", """{"httpGet":{"port":80,"path":"/","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3}""")]
    [TestCase("env", """[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}}]""", """[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName","apiVersion":"v1"}}}]""")]
    public void Containers_get_their_parts_completed(string field, string json, string expected)
    {
        var pod = ApiFixture.Defaulted("Pod", $$"""{"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i","{{field}}":{{json}} }]} }""");
        AssertEqual(pod["spec"]!["containers"]![0]![field], expected);
    }

    [TestCase("""{"name":"v"}""", """{"name":"v","emptyDir":{}}""")]
    [TestCase("""{"name":"v","secret":{"secretName":"s"}}""", """{"name":"v","secret":{"secretName":"s","defaultMode":420}}""")]
    [TestCase("""{"name":"v","hostPath":{"path":"/x"}}""", """{"name":"v","hostPath":{"path":"/x","type":""}}""")]
    [TestCase("""{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}""", """{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":3600}}],"defaultMode":420}}""")]
    public void Volumes_get_their_source_completed(string volume, string expected)
    {
        var pod = ApiFixture.Defaulted("Pod", $$"""{"spec":{"containers":[],"volumes":[{{volume}}]} }""");
        AssertEqual(pod["spec"]!["volumes"]![0], expected);
    }

    [Test]
    public void Defaulting_twice_changes_nothing()
    {
        var once = ApiFixture.Defaulted("Deployment", $$"""{"spec":{"selector":{},"template":{"spec":{"containers":[{{Container}}]} } } }""");
        var twice = once.DeepClone();
        ApiFixture.Kind("Deployment").Rules.Default(twice.AsObject());
        Assert.That(JsonNode.DeepEquals(once, twice), Is.True);
    }

    [Test]
    public void Plain_secret_data_is_encoded_over_what_is_there()
    {
        var secret = ApiFixture.Defaulted("Secret", """{"data":{"a":"AAAA","b":"AAAA"},"stringData":{"a":"hi"}}""");
        AssertEqual(secret["data"], """{"a":"aGk=","b":"AAAA"}""");
        Assert.That(secret.ContainsKey("stringData"), Is.False);
        Assert.That((string?)secret["type"], Is.EqualTo("Opaque"));
    }

    private static void AssertSpec(string kind, string json, string expected) => AssertSpec(kind, json, JsonNode.Parse(expected)!);

    private static void AssertSpec(string kind, string json, JsonNode expected) => AssertEqual(ApiFixture.Defaulted(kind, json)["spec"], expected.ToJsonString());

    private static void AssertEqual(JsonNode? actual, string expected) =>
        Assert.That(JsonNode.DeepEquals(actual, JsonNode.Parse(expected)), Is.True, $"expected {expected}\n but was {actual?.ToJsonString()}");
}
