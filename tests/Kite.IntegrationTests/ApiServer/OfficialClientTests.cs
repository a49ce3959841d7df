using k8s;
using k8s.Models;

namespace Kite.IntegrationTests.ApiServer;

public sealed class OfficialClientTests : ApiTests
{
    [Test]
    public async Task The_official_client_creates_lists_replaces_and_deletes()
    {
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(SharedServer.Server.Kubeconfig));
        var map = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a" }, Data = new Dictionary<string, string> { ["k"] = "1" } };

        var created = await client.CoreV1.CreateNamespacedConfigMapAsync(map, Namespace);
        created.Data["k"] = "2";
        await client.CoreV1.ReplaceNamespacedConfigMapAsync(created, "a", Namespace);
        var listed = await client.CoreV1.ListNamespacedConfigMapAsync(Namespace);
        await client.CoreV1.DeleteNamespacedConfigMapAsync("a", Namespace);

        Assert.That(listed.Items.Single().Data["k"], Is.EqualTo("2"));
        Assert.That((await client.CoreV1.ListNamespacedConfigMapAsync(Namespace)).Items, Is.Empty);
    }
}
