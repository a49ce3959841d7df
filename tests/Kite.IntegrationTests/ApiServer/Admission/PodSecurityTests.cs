using System.Net;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class PodSecurityTests : ApiTests
{
    [Test]
    public async Task A_pod_that_breaks_what_is_enforced_is_refused_with_all_reasons()
    {
        await LabelAsync("enforce", "restricted");

        var (code, status) = await SendAsync(HttpMethod.Post, Pods, """{"metadata":{"name":"p"},"spec":{"hostNetwork":true,"containers":[{"name":"x","image":"busybox"}]}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Text(status, "message"), Is.EqualTo("""
            pods "p" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true), allowPrivilegeEscalation != false (container "x" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "x" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "x" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "x" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
            """));
    }

    [Test]
    public async Task A_hardened_pod_is_welcome_where_restricted_is_enforced()
    {
        await LabelAsync("enforce", "restricted");

        await CreateAsync(Pods, """
            {"metadata":{"name":"p"},"spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
            "containers":[{"name":"x","image":"busybox","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}
            """);
    }

    [Test]
    public async Task A_namespace_without_labels_takes_privileged_pods() =>
        await CreateAsync(Pods, """{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"x","image":"busybox","securityContext":{"privileged":true}}]}}""");

    [Test]
    public async Task Workloads_are_stored_with_a_warning()
    {
        await LabelAsync("enforce", "baseline");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/apis/apps/v1/namespaces/{Namespace}/deployments")
        {
            Content = new StringContent("""
                {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
                "spec":{"containers":[{"name":"x","image":"busybox","securityContext":{"privileged":true}}]}}}}
                """, System.Text.Encoding.UTF8, "application/json"),
        };

        using var response = await Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(response.Headers.GetValues("Warning").Single(), Does.Contain("would violate PodSecurity \\\"baseline:latest\\\": privileged (container \\\"x\\\" must not set securityContext.privileged=true)"));
    }

    [Test]
    public async Task A_namespace_that_is_made_stricter_is_warned_of_its_pods()
    {
        await PodAsync("p");
        await PodAsync("q");
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/namespaces/{Namespace}")
        {
            Content = new StringContent("""{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}""", System.Text.Encoding.UTF8, "application/merge-patch+json"),
        };

        using var response = await Http.SendAsync(request);

        var warnings = response.Headers.GetValues("Warning").ToArray();
        Assert.That(warnings[0], Does.Contain($"existing pods in namespace \\\"{Namespace}\\\" violate the new PodSecurity enforce level \\\"restricted:latest\\\""));
        Assert.That(warnings[1], Does.Contain("p (and 1 other pod): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile"));
    }

    [TestCase("enforce", "strict", "metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"strict\": must be one of privileged, baseline, restricted")]
    [TestCase("warn-version", "1.20", "metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: \"1.20\": must be \"latest\" or \"v1.x\"")]
    public async Task Labels_that_mean_nothing_are_refused(string label, string value, string why)
    {
        var (code, status) = await MergeAsync($"/api/v1/namespaces/{Namespace}", $$"""{"metadata":{"labels":{"pod-security.kubernetes.io/{{label}}":"{{value}}"} } }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.EndWith(why));
    }

    private async Task LabelAsync(string mode, string level) =>
        Assert.That((await MergeAsync($"/api/v1/namespaces/{Namespace}", $$"""{"metadata":{"labels":{"pod-security.kubernetes.io/{{mode}}":"{{level}}"} } }""")).Code, Is.EqualTo(HttpStatusCode.OK));
}
