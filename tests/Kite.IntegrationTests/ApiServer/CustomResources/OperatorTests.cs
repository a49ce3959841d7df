using System.Net;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

/// <summary>An operator as one is installed: a definition, a role for its service account, and a loop of the official client that watches, creates what is asked for, and writes status.</summary>
public sealed class OperatorTests : CustomResourceTests
{
    [Test]
    public async Task An_operator_watches_its_kind_and_writes_status_with_the_official_client()
    {
        await DefineAsync(Definition(Version("v1", more: ""","subresources":{"status":{}}""")));
        await GrantAsync();
        using var client = new Kubernetes(Configuration(await TokenAsync()));
        using var resource = new GenericClient(client, Group, "v1", "crontabs", disposeClient: false);
        using var stop = new CancellationTokenSource();
        var running = RunAsync(client, resource, stop.Token);

        var created = await resource.CreateNamespacedAsync(new CronTab { ApiVersion = $"{Group}/v1", Kind = "CronTab", Metadata = new V1ObjectMeta { Name = "job" }, Spec = new CronTabSpec { Image = "busybox" } }, Namespace);
        var done = await WaitAsync($"{CronTabs}/job", found => Text(found, "status.phase") == "Ready");

        Assert.That(created.Metadata.Uid, Is.Not.Empty);
        Assert.That(Text(done, "metadata.generation"), Is.EqualTo("1"));
        Assert.That(Text(await GetAsync($"{ConfigMaps}/job"), "data.image"), Is.EqualTo("busybox"));
        var refused = await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => resource.DeleteNamespacedAsync<V1Status>(Namespace, "job"));
        Assert.That(refused!.Response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(refused.Response.Content, Does.Contain($"crontabs.{Group} \\\"job\\\" is forbidden: User \\\"system:serviceaccount:{Namespace}:operator\\\" cannot delete resource \\\"crontabs\\\" in API group \\\"{Group}\\\" in the namespace \\\"{Namespace}\\\""));
        await stop.CancelAsync();
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => running);
    }

    private async Task RunAsync(Kubernetes client, GenericClient resource, CancellationToken cancellationToken)
    {
        await foreach (var (type, value) in resource.WatchNamespacedAsync<CronTab>(Namespace, cancel: cancellationToken))
        {
            if (type is not (WatchEventType.Added or WatchEventType.Modified) || value.Status?.Phase == "Ready") continue;
            await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = value.Metadata.Name }, Data = new Dictionary<string, string> { ["image"] = value.Spec.Image } }, Namespace, cancellationToken: cancellationToken);
            var patch = new V1Patch("""{"status":{"phase":"Ready"}}""", V1Patch.PatchType.MergePatch);
            await client.CustomObjects.PatchNamespacedCustomObjectStatusAsync(patch, Group, "v1", Namespace, "crontabs", value.Metadata.Name, cancellationToken: cancellationToken);
        }
    }

    private async Task GrantAsync()
    {
        await CreateAsync($"/api/v1/namespaces/{Namespace}/serviceaccounts", """{"metadata":{"name":"operator"}}""");
        var role = $$"""{"metadata":{"name":"operator"},"rules":[{"apiGroups":["{{Group}}"],"resources":["crontabs"],"verbs":["get","list","watch","create"]},{"apiGroups":["{{Group}}"],"resources":["crontabs/status"],"verbs":["get","patch"]},{"apiGroups":[""],"resources":["configmaps"],"verbs":["create"]}]}""";
        await CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/roles", role);
        await CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/rolebindings", $$"""{"metadata":{"name":"operator"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"operator"},"subjects":[{"kind":"ServiceAccount","name":"operator","namespace":"{{Namespace}}"}]}""");
    }

    private async Task<string> TokenAsync() => Text(await CreateAsync($"/api/v1/namespaces/{Namespace}/serviceaccounts/operator/token", """{"spec":{}}"""), "status.token");

    private static KubernetesClientConfiguration Configuration(string token)
    {
        var admin = KubernetesClientConfiguration.BuildConfigFromConfigFile(SharedServer.Server.Kubeconfig);
        return new KubernetesClientConfiguration { Host = admin.Host, SslCaCerts = admin.SslCaCerts, AccessToken = token };
    }

    private sealed class CronTab : IKubernetesObject<V1ObjectMeta>
    {
        [JsonPropertyName("apiVersion")]
        public string ApiVersion { get; set; } = "";

        [JsonPropertyName("kind")]
        public string Kind { get; set; } = "";

        [JsonPropertyName("metadata")]
        public V1ObjectMeta Metadata { get; set; } = new();

        [JsonPropertyName("spec")]
        public CronTabSpec Spec { get; set; } = new();

        [JsonPropertyName("status")]
        public CronTabStatus? Status { get; set; }
    }

    private sealed class CronTabSpec
    {
        [JsonPropertyName("image")]
        public string Image { get; set; } = "";
    }

    private sealed class CronTabStatus
    {
        [JsonPropertyName("phase")]
        public string Phase { get; set; } = "";
    }
}
