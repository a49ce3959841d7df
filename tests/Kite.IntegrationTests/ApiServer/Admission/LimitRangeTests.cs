using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class LimitRangeTests : ApiTests
{
    private string Ranges => $"/api/v1/namespaces/{Namespace}/limitranges";

    [Test]
    public async Task Containers_that_say_nothing_get_the_defaults_and_an_annotation_says_so()
    {
        await RangeAsync("""{"type":"Container","default":{"cpu":"200m","memory":"64Mi"},"defaultRequest":{"cpu":"100m"}}""");

        var pod = await CreateAsync(Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"x"},{"name":"b","image":"x","resources":{"limits":{"cpu":"1"}}}],"initContainers":[{"name":"i","image":"x"}]}}""");

        Assert.That(pod["spec"]!["containers"]![0]!["resources"]!.ToJsonString(), Is.EqualTo("""{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"cpu":"200m","memory":"64Mi"}}"""));
        Assert.That(Text(pod["spec"]!["containers"]![1]!, "resources.limits.cpu"), Is.EqualTo("1"));
        Assert.That(pod["metadata"]!["annotations"]!["kubernetes.io/limit-ranger"]!.ToString(), Does.StartWith("LimitRanger plugin set: cpu, memory request for container a; cpu, memory limit for container a; ").And.Contain("init container i"));
    }

    [TestCase("""{"requests":{"cpu":"50m"},"limits":{"cpu":"1"}}""", "minimum cpu usage per Container is 100m, but request is 50m")]
    [TestCase("""{"requests":{"cpu":"100m"},"limits":{"cpu":"3"}}""", "maximum cpu usage per Container is 2, but limit is 3")]
    [TestCase("""{"requests":{"cpu":"100m"},"limits":{"cpu":"1"}}""", "cpu max limit to request ratio per Container is 4, but provided ratio is 10.000000")]
    public async Task Containers_beyond_the_limits_are_refused(string resources, string why)
    {
        await RangeAsync("""{"type":"Container","min":{"cpu":"100m"},"max":{"cpu":"2"},"maxLimitRequestRatio":{"cpu":"4"},"default":{"cpu":"400m"},"defaultRequest":{"cpu":"100m"}}""");

        var (code, status) = await SendAsync(HttpMethod.Post, Pods, Pod(resources));

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Does.StartWith("pods \"p\" is forbidden: ").And.Contain(why));
    }

    [Test]
    public async Task Pods_are_limited_as_a_whole()
    {
        await RangeAsync("""{"type":"Pod","max":{"memory":"100Mi"}}""");
        const string Half = """{"name":"c#","image":"x","resources":{"limits":{"memory":"60Mi"}}}""";

        var (code, status) = await SendAsync(HttpMethod.Post, Pods, $$"""{"metadata":{"name":"p"},"spec":{"containers":[{{Half.Replace('#', '1')}},{{Half.Replace('#', '2')}}]} }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Is.EqualTo("pods \"p\" is forbidden: maximum memory usage per Pod is 100Mi, but limit is 120Mi"));
    }

    [Test]
    public async Task Volume_claims_are_limited()
    {
        await RangeAsync("""{"type":"PersistentVolumeClaim","min":{"storage":"1Gi"},"max":{"storage":"2Gi"}}""");
        var claims = $"/api/v1/namespaces/{Namespace}/persistentvolumeclaims";

        var (code, status) = await SendAsync(HttpMethod.Post, claims, """{"metadata":{"name":"c"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"3Gi"}}}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Is.EqualTo("persistentvolumeclaims \"c\" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi"));
    }

    private static string Pod(string resources) => $$"""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"busybox","resources":{{resources}}}]} }""";

    private Task<JsonNode> RangeAsync(string limits) => CreateAsync(Ranges, $$"""{"metadata":{"name":"r"},"spec":{"limits":[{{limits}}]} }""");
}
