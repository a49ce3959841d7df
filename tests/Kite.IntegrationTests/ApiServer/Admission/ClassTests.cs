using System.Net;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class ClassTests : ApiTests
{
    [Test]
    public async Task A_runtime_class_adds_overhead_node_selector_and_tolerations()
    {
        await CreateAsync("/apis/node.k8s.io/v1/runtimeclasses", $$"""
            {"metadata":{"name":"{{Namespace}}"},"handler":"h","overhead":{"podFixed":{"cpu":"10m"} },
            "scheduling":{"nodeSelector":{"a":"b"},"tolerations":[{"key":"k","operator":"Exists","effect":"NoSchedule"}]} }
            """);

        var pod = await PodAsync("p", $",\"runtimeClassName\":\"{Namespace}\"");
        var (code, status) = await SendAsync(HttpMethod.Post, Pods, $$"""{"metadata":{"name":"q"},"spec":{"runtimeClassName":"{{Namespace}}","nodeSelector":{"a":"c"},"containers":[{"name":"main","image":"busybox"}]} }""");

        Assert.That(Text(pod, "spec.overhead.cpu"), Is.EqualTo("10m"));
        Assert.That(Text(pod, "spec.nodeSelector.a"), Is.EqualTo("b"));
        Assert.That(pod["spec"]!["tolerations"]!.AsArray().Select(toleration => Text(toleration!, "key")), Does.Contain("k"));
        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Does.EndWith("conflict: runtimeClass.scheduling.nodeSelector[a] = b; pod.spec.nodeSelector[a] = c"));
    }

    [TestCase("\"runtimeClassName\":\"none\"", "pod rejected: RuntimeClass \"none\" not found")]
    [TestCase("\"overhead\":{\"cpu\":\"1\"}", "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")]
    public async Task Pods_that_no_runtime_class_fits_are_refused(string field, string why)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, Pods, $$"""{"metadata":{"name":"p"},"spec":{ {{field}},"containers":[{"name":"main","image":"busybox"}]} }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Is.EqualTo($"pods \"p\" is forbidden: {why}"));
    }

    [Test]
    public async Task Claims_get_the_default_storage_class_and_grow_only_where_it_lets_them()
    {
        var claims = $"/api/v1/namespaces/{Namespace}/persistentvolumeclaims";
        var classes = "/apis/storage.k8s.io/v1/storageclasses";
        const string Spec = """ "accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}} """;
        await CreateAsync(classes, $$"""{"metadata":{"name":"{{Namespace}}","annotations":{"storageclass.kubernetes.io/is-default-class":"true"} },"provisioner":"p"}""");

        var claim = await CreateAsync(claims, $$"""{"metadata":{"name":"c"},"spec":{ {{Spec}} } }""");
        var none = await CreateAsync(claims, $$"""{"metadata":{"name":"n"},"spec":{"storageClassName":"", {{Spec}} } }""");
        var (unbound, why) = await MergeAsync($"{claims}/c", """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""");
        await SendAsync(HttpMethod.Delete, $"{classes}/{Namespace}");

        Assert.That(Text(claim, "spec.storageClassName"), Is.EqualTo(Namespace));
        Assert.That(Text(none, "spec.storageClassName"), Is.Empty);
        Assert.That(unbound, Is.AnyOf(HttpStatusCode.Forbidden, HttpStatusCode.UnprocessableEntity), why.ToJsonString());
    }

    [Test]
    public async Task Ingresses_get_the_default_class()
    {
        await CreateAsync("/apis/networking.k8s.io/v1/ingressclasses", $$"""{"metadata":{"name":"{{Namespace}}","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"} },"spec":{"controller":"a.b/c"} }""");

        var ingress = await CreateAsync($"/apis/networking.k8s.io/v1/namespaces/{Namespace}/ingresses", """{"metadata":{"name":"i"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""");
        await SendAsync(HttpMethod.Delete, $"/apis/networking.k8s.io/v1/ingressclasses/{Namespace}");

        Assert.That(Text(ingress, "spec.ingressClassName"), Is.EqualTo(Namespace));
    }
}
