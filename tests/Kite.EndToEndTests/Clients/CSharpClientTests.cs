using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Kite.EndToEndTests.Clients;

/// <summary>The official C# client.</summary>
internal sealed class CSharpClientTests : ClusterTest
{
    private Kubernetes client = null!;

    [SetUp]
    public void Connect() => client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(SharedCluster.Server.Kubeconfig));

    [TearDown]
    public void Disconnect() => client.Dispose();

    [Test]
    public async Task The_CSharp_client_watches_what_it_creates_patches_and_deletes()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var listed = await client.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: "by=csharp", cancellationToken: patience.Token);
        var seen = new List<string>();
        var watching = Task.Run(
            async () =>
            {
                await foreach (var (type, map) in client.CoreV1.WatchListNamespacedConfigMapAsync(Namespace, labelSelector: "by=csharp", resourceVersion: listed.ResourceVersion(), cancellationToken: patience.Token))
                {
                    seen.Add($"{type} {map.Name()} {map.Data["k"]}");
                    if (type is WatchEventType.Deleted) return;
                }
            },
            patience.Token);
        var created = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a", Labels = new Dictionary<string, string> { ["by"] = "csharp" } }, Data = new Dictionary<string, string> { ["k"] = "1" } };

        await client.CoreV1.CreateNamespacedConfigMapAsync(created, Namespace);
        await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""[{"op":"replace","path":"/data/k","value":"2"}]""", V1Patch.PatchType.JsonPatch), "a", Namespace);
        await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"k":"3"}}""", V1Patch.PatchType.StrategicMergePatch), "a", Namespace);
        await client.CoreV1.DeleteNamespacedConfigMapAsync("a", Namespace);
        await watching;

        Assert.That(seen, Is.EqualTo(new[] { "Added a 1", "Modified a 2", "Modified a 3", "Deleted a 3" }));
    }

    [Test]
    public async Task The_CSharp_client_applies_and_is_told_who_owns_what()
    {
        await ApplyAsync("one", "1", force: false);

        var conflict = await Assert.CatchAsync<HttpOperationException>(() => ApplyAsync("two", "2", force: false));
        var forced = await ApplyAsync("two", "2", force: true);

        Assert.That(conflict!.Response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(JsonDocument.Parse(conflict.Response.Content).RootElement.GetProperty("message").GetString(), Is.EqualTo("Apply failed with 1 conflict: conflict with \"one\": .data.k"));
        Assert.That(forced.Metadata.ManagedFields.Select(entry => entry.Manager), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public async Task The_CSharp_client_reads_logs_and_runs_commands()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("talker", "echo ready; exec sleep 600"));
        await Kubectl.ReadyAsync("talker");

        using var log = new StreamReader(await client.CoreV1.ReadNamespacedPodLogAsync("talker", Namespace, follow: true));
        var line = await log.ReadLineAsync();
        var said = "";
        var exitCode = await client.NamespacedPodExecAsync(
            "talker",
            Namespace,
            "main",
            ["sh", "-c", "cat /etc/hostname; exit 3"],
            tty: false,
            async (_, output, _) => said = await new StreamReader(output).ReadToEndAsync(),
            CancellationToken.None);

        Assert.That(line, Is.EqualTo("ready"));
        Assert.That(said, Is.EqualTo("talker\n"));
        Assert.That(exitCode, Is.EqualTo(3));
    }

    private Task<V1ConfigMap> ApplyAsync(string manager, string value, bool force)
    {
        var map = new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = new V1ObjectMeta { Name = "applied" }, Data = new Dictionary<string, string> { ["k"] = value } };
        return client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(map, V1Patch.PatchType.ApplyPatch), "applied", Namespace, fieldManager: manager, force: force);
    }
}
