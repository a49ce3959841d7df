namespace Kite.UnitTests.Api.Warnings;

internal sealed class WarningTests
{
    [TestCase(""" "nodeSelector":{"beta.kubernetes.io/os":"linux"} """, "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead")]
    [TestCase(""" "terminationGracePeriodSeconds":-1 """, "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1")]
    [TestCase(""" "imagePullSecrets":[{"name":"a"},{"name":"a"}] """, "spec.imagePullSecrets[1].name: duplicate name \"a\"")]
    [TestCase(""" "hostAliases":[{"ip":"1.2.3.4"},{"ip":"1.2.3.4"}] """, "spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"")]
    [TestCase(""" "volumes":[{"name":"v","gitRepo":{"repository":"r"}}] """, "spec.volumes[0].gitRepo: deprecated in v1.11")]
    [TestCase(""" "volumes":[{"name":"v","configMap":{"name":"m","items":[{"key":"a","path":"x"},{"key":"b","path":"x/y"}]}}] """, "volume \"v\" (ConfigMap \"m\"): overlapping paths: \"x/y\" with \"x\"")]
    [TestCase(""" "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}] """, "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod")]
    [TestCase(""" "overhead":{"memory":"100m"} """, "spec.overhead[memory]: fractional byte value \"100m\" is invalid, must be an integer")]
    public void A_pod_is_warned_of_in_upstreams_words(string fields, string warning) =>
        Assert.That(Warnings("Pod", $$"""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}],{{fields}} } }"""), Is.EqualTo([warning]));

    [TestCase(""" "env":[{"name":"A","value":"1"},{"name":"A","value":"2"}] """, "spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply")]
    [TestCase(""" "ports":[{"containerPort":80},{"containerPort":80}] """, "spec.template.spec.containers[0].ports[1]: duplicate port definition with spec.template.spec.containers[0].ports[0]")]
    [TestCase(""" "ports":[{"containerPort":80},{"containerPort":80,"hostPort":80}] """, "spec.template.spec.containers[0].ports[1]: overlapping port definition with spec.template.spec.containers[0].ports[0]")]
    [TestCase(""" "resources":{"limits":{"memory":"1.5"}} """, "spec.template.spec.containers[0].resources.limits[memory]: fractional byte value \"1500m\" is invalid, must be an integer")]
    public void Containers_of_a_template_are_warned_of_at_their_path(string fields, string warning) => Assert.That(
        Warnings("Deployment", """{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i",FIELDS}]}}}}""".Replace("FIELDS", fields, StringComparison.Ordinal)),
        Is.EqualTo([warning]));

    [Test]
    public void A_variable_that_builds_on_another_of_its_name_is_fine() =>
        Assert.That(Warnings("Pod", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"A","value":"1"},{"name":"A","value":"$(A)2"}]}]}}"""), Is.Empty);

    [TestCase("Deployment", "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]")]
    [TestCase("Pod", "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]")]
    public void Names_that_become_host_names_should_be_labels(string kind, string warning) =>
        Assert.That(Warnings(kind, """{"metadata":{"name":"a.b"},"spec":{}}"""), Does.Contain(warning));

    [TestCase("Ingress", """{"metadata":{"name":"i","annotations":{"kubernetes.io/ingress.class":"x"}},"spec":{}}""", "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead")]
    [TestCase("PersistentVolume", """{"metadata":{"name":"v"},"spec":{"persistentVolumeReclaimPolicy":"Recycle"}}""", "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.")]
    [TestCase("Service", """{"metadata":{"name":"s"},"spec":{"clusterIP":"None","sessionAffinity":"ClientIP"}}""", "spec.SessionAffinity is ignored for headless services")]
    public void Other_kinds_are_warned_of_too(string kind, string json, string warning) => Assert.That(Warnings(kind, json), Is.EqualTo([warning]));

    private static List<string> Warnings(string kind, string json)
    {
        var warnings = new List<string>();
        var value = ApiFixture.Defaulted(kind, json);
        ApiFixture.Kind(kind).Rules.Warn(value, null, warnings.Add);
        return warnings;
    }
}
