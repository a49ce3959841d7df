using System.Net;
using System.Net.Sockets;

namespace Kite.EndToEndTests.Pods;

internal sealed class StartTests : ClusterTest
{
    [Test]
    public async Task A_deadline_ends_a_pod_whose_image_never_comes_and_its_deletion_waits_for_nothing()
    {
        // A registry that takes connections and never answers.
        using var registry = new TcpListener(IPAddress.Loopback, 0);
        registry.Start();
        var image = $"127.0.0.1:{((IPEndPoint)registry.LocalEndpoint).Port}/never:1";
        await Kubectl.ApplyAsync(Pod("late", image, "activeDeadlineSeconds: 3") + "\n---\n" + Pod("waiting", image, ""));
        await Kubectl.EventuallyAsync("{.items[*].reason}", Does.Contain("Pulling"), "events", "--field-selector=involvedObject.name=waiting");
        // Less than its grace period.
        await Kubectl.RunAsync("delete", "pod", "waiting", "--timeout=25s");
        await Kubectl.EventuallyAsync("{.status.phase} {.status.reason} {.status.message}", Is.EqualTo("Failed DeadlineExceeded Pod was active on the node longer than the specified deadline"), "pod", "late");
    }

    [Test]
    public async Task A_pod_without_one_of_its_volumes_gets_no_sandbox_until_it_is_there()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("needs", "cat /secret/word; echo; sleep 3600", "volumeMounts: [{ name: hidden, mountPath: /secret }]", "volumes: [{ name: hidden, secret: { secretName: hidden } }]"));
        await Kubectl.EventuallyAsync("{.items[*].message}", Does.Contain("MountVolume.SetUp failed for volume \"hidden\" : secret \"hidden\" not found"), "events", "--field-selector=involvedObject.name=needs");
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].state.waiting.reason}/{.status.podIP}/{.status.conditions[?(@.type=='PodReadyToStartContainers')].status}", Is.EqualTo("ContainerCreating//False"), "pod", "needs");
        await Kubectl.RunAsync("create", "secret", "generic", "hidden", "--from-literal=word=s3cret");
        await Kubectl.ReadyAsync("needs");
        await Eventually.That(() => Kubectl.RunAsync("logs", "needs"), Is.EqualTo("s3cret\n"));
    }

    private static string Pod(string name, string image, string spec) =>
        $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}} }
        spec:
          {{spec}}
          containers: [{ name: main, image: "{{image}}" }]
        """;
}
