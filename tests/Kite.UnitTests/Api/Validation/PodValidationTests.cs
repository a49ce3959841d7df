using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class PodValidationTests
{
    private const string Fixed = "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    [Test]
    public void A_full_pod_is_fine()
    {
        Assert.That(ApiFixture.Problems("Pod", """
            {"metadata":{"name":"p","namespace":"n","labels":{"app.kubernetes.io/name":"x"},"annotations":{"a":"b"}},
             "spec":{"serviceAccountName":"sa","nodeSelector":{"a":"b"},"tolerations":[{"operator":"Exists"},{"key":"k","effect":"NoExecute","tolerationSeconds":5}],
              "volumes":[{"name":"e","emptyDir":{}},{"name":"c","configMap":{"name":"m","items":[{"key":"k","path":"p"}]}},
                         {"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"token"}},{"downwardAPI":{"items":[{"path":"l","fieldRef":{"fieldPath":"metadata.labels"}}]}}]}}],
              "initContainers":[{"name":"i","image":"x","restartPolicy":"Always","startupProbe":{"exec":{"command":["a"]}}}],
              "containers":[{"name":"a","image":"x","ports":[{"name":"http","containerPort":80}],"env":[{"name":"A.b","value":"c"},{"name":"L","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['a']"}}},{"name":"C","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu","divisor":"1m"}}}],
                "envFrom":[{"secretRef":{"name":"s"}}],"volumeMounts":[{"name":"e","mountPath":"/e","subPath":"x/y"}],
                "livenessProbe":{"httpGet":{"port":"http"}},"lifecycle":{"preStop":{"sleep":{"seconds":1}}},"resources":{"requests":{"cpu":"1","example.com/gpu":"1"},"limits":{"cpu":"2","example.com/gpu":"1"}},
                "securityContext":{"runAsUser":0,"seccompProfile":{"type":"RuntimeDefault"}}}],
              "affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"a":"b"}}}}]}},
              "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}],
              "dnsConfig":{"nameservers":["1.1.1.1"],"searches":["a.b."]},"hostAliases":[{"ip":"1.2.3.4","hostnames":["a"]}]}}
            """), Is.Empty);
    }

    [TestCase("""{"name":"A_B"}""", "metadata.name: Invalid value: \"A_B\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    [TestCase("""{}""", "metadata.name: Required value: name or generateName is required")]
    [TestCase("""{"name":"p","labels":{"a/b/c":"d"}}""", "metadata.labels: Invalid value: \"a/b/c\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')")]
    [TestCase("""{"name":"p","labels":{"a":"b c"}}""", "metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    [TestCase("""{"name":"p","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"a"}]}""", "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty")]
    public void Metadata_is_checked_in_upstreams_words(string metadata, string problem)
    {
        var withNamespace = JsonNode.Parse(metadata)!;
        withNamespace["namespace"] = "n";
        Assert.That(ApiFixture.Problems("Pod", $$"""{"metadata":{{withNamespace.ToJsonString()}} ,"spec":{"containers":[{"name":"c","image":"i"}]} }"""), Is.EqualTo([problem]));
    }

    [TestCase("""{}""", "spec.containers: Required value")]
    [TestCase("""{"containers":[{"name":"c"}]}""", "spec.containers[0].image: Required value")]
    [TestCase("""{"containers":[{"image":"i"}]}""", "spec.containers[0].name: Required value")]
    [TestCase("""{"containers":[{"name":"c","image":"i"},{"name":"c","image":"i"}]}""", "spec.containers[1].name: Duplicate value: \"c\"")]
    [TestCase("""{"resources":{"requests":{"ephemeral-storage":"1Gi"}},"containers":[{"name":"c","image":"i"}]}""", "spec.resources.requests[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported values: \"cpu\", \"hugepages-\", \"memory\"")]
    [TestCase("""{"resources":{"requests":{"cpu":"1"}},"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"600m"}}},{"name":"d","image":"i","resources":{"requests":{"cpu":"600m"}}}]}""", "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate container requests of 1200m")]
    [TestCase("""{"resources":{"limits":{"memory":"1Gi"}},"containers":[{"name":"c","image":"i","resources":{"requests":{"memory":"1Gi"},"limits":{"memory":"2Gi"}}}]}""", "spec.resources.containers[0][memory].limits: Invalid value: \"2Gi\": must be less than or equal to pod limits of 1Gi")]
    [TestCase("""{"resources":{"limits":{"cpu":"1"}},"os":{"name":"windows"},"containers":[{"name":"c","image":"i"}]}""", "spec.resources: Forbidden: may not be set for a windows pod")]
    [TestCase("""{"restartPolicy":"Sometimes","containers":[{"name":"c","image":"i"}]}""", "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\", \"Never\"")]
    [TestCase("""{"containers":[{"name":"c","image":"i","ports":[{"containerPort":99999}]}]}""", "spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive")]
    [TestCase("""{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"1"}}}]}""", "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")]
    [TestCase("""{"containers":[{"name":"c","image":"i","resources":{"limits":{"gpu":"1"}}}]}""", "spec.containers[0].resources.limits[gpu]: Invalid value: \"gpu\": must be a standard resource for containers", "spec.containers[0].resources.requests[gpu]: Invalid value: \"gpu\": must be a standard resource for containers")]
    [TestCase("""{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}]}""", "spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    [TestCase("""{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","hostPath":{"path":"/a/../b"}}]}""", "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'")]
    [TestCase("""{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","emptyDir":{},"secret":{"secretName":"s"}}]}""", "spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type")]
    [TestCase("""{"containers":[{"name":"c","image":"i","livenessProbe":{"periodSeconds":-1}}]}""", "spec.containers[0].livenessProbe: Required value: must specify a handler type", "spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0")]
    [TestCase("""{"containers":[{"name":"c","image":"i","env":[{"name":"A","value":"b","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}]}""", "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty")]
    [TestCase("""{"containers":[{"name":"c","image":"i","securityContext":{"privileged":true,"allowPrivilegeEscalation":false}}]}""", "spec.containers[0].securityContext: Invalid value: {\"privileged\":true,\"allowPrivilegeEscalation\":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true")]
    [TestCase("""{"containers":[{"name":"c","image":"i"}],"initContainers":[{"name":"i","image":"x","livenessProbe":{"exec":{"command":["a"]}}}]}""", "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always")]
    [TestCase("""{"containers":[{"name":"c","image":"i","restartPolicy":"Sometimes"}]}""", "spec.containers[0].restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"Never\", \"OnFailure\"")]
    [TestCase("""{"containers":[{"name":"c","image":"i","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[1]}}]}]}""", "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used")]
    [TestCase("""{"containers":[{"name":"c","image":"i","restartPolicy":"Never","restartPolicyRules":[{"action":"Restart"}]}]}""", "spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified")]
    [TestCase("""{"containers":[{"name":"c","image":"i"}],"tolerations":[{"key":"a","operator":"Exists","value":"b"}]}""", "spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'")]
    [TestCase("""{"hostNetwork":true,"containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":81}]}]}""", "spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true")]
    [TestCase("""{"containers":[{"name":"c","image":"i"}],"ephemeralContainers":[{"name":"e","image":"i"}]}""", "spec.ephemeralContainers: Forbidden: cannot be set on create")]
    public void A_spec_is_checked_in_upstreams_words(string spec, params string[] problems)
    {
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "n" }, ["spec"] = JsonNode.Parse(spec) };
        Assert.That(ApiFixture.Problems("Pod", pod.ToJsonString()), Is.EqualTo(problems));
    }

    [Test]
    public void A_pods_images_and_added_tolerations_may_change()
    {
        Assert.That(ApiFixture.ChangeProblems("Pod", Pod(), value =>
        {
            value["spec"]!["containers"]![0]!["image"] = "other";
            value["spec"]!["tolerations"] = new JsonArray(new JsonObject { ["operator"] = "Exists" });
            value["metadata"]!["labels"] = new JsonObject { ["a"] = "b" };
        }), Is.Empty);
    }

    [Test]
    public void Nothing_else_of_a_pods_spec_may_change()
    {
        Assert.That(ApiFixture.ChangeProblems("Pod", Pod(), value => value["spec"]!["containers"]![0]!["command"] = new JsonArray("x")), Has.One.StartsWith(Fixed));
        Assert.That(ApiFixture.ChangeProblems("Pod", Pod(), value => value["spec"]!["containers"]!.AsArray().Add(new JsonObject { ["name"] = "d", ["image"] = "i" })),
            Is.EqualTo(["spec.containers: Forbidden: pod updates may not add or remove containers"]));
        Assert.That(ApiFixture.ChangeProblems("Pod", Pod(), value => value["metadata"]!["uid"] = "other"), Is.EqualTo(["metadata.uid: Invalid value: \"other\": field is immutable"]));
    }

    [Test]
    public void Ephemeral_containers_are_added_by_their_own_path_only()
    {
        static void Add(JsonObject value)
        {
            value["spec"]!["ephemeralContainers"] = new JsonArray(new JsonObject { ["name"] = "debug", ["image"] = "i" });
            value["spec"]!["containers"]![0]!["image"] = "other";
        }
        Assert.That(ApiFixture.ChangeProblems("Pod", Pod(), Add, "ephemeralcontainers"), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("Pod", Pod(), Add), Has.One.StartsWith(Fixed));
        var changed = ApiFixture.Changed("Pod", Pod(), Add, "ephemeralcontainers");
        Assert.That((string?)changed["spec"]!["containers"]![0]!["image"], Is.EqualTo("i"));
        Assert.That((long?)changed["metadata"]!["generation"], Is.EqualTo(2));
    }

    private static JsonObject Pod() => ApiFixture.Created("Pod", """{"metadata":{"name":"p","namespace":"n","uid":"u"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
}
