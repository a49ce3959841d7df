namespace Kite.EndToEndTests.Volumes;

internal sealed class PersistentVolumeTests : ClusterTest
{
    [Test]
    public async Task Data_of_a_claim_outlives_its_pods_and_goes_with_the_claim()
    {
        await Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: data }
            spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Mi } } }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: db }
            spec:
              strategy: { type: Recreate }
              selector: { matchLabels: { app: db } }
              template:
                metadata: { labels: { app: db } }
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
                  containers:
                    - name: main
                      image: {{Docker.TestImage}}
                      command: ["sh", "-c", "echo start >> /data/starts; sleep 1000"]
                      volumeMounts: [{ name: data, mountPath: /data }]
            """);
        await Kubectl.RolledOutAsync("deployment/db");
        await Kubectl.RunAsync("rollout", "restart", "deployment/db");
        await Kubectl.RolledOutAsync("deployment/db");
        var volume = await Kubectl.PathAsync("{.spec.volumeName}", "pvc", "data");
        var directory = Path.Combine(SharedCluster.Server.DataDirectory, "storage", volume);
        await Eventually.That(() => File.ReadAllTextAsync(Path.Combine(directory, "starts")), Is.EqualTo("start\nstart\n"));
        Assert.That(await Kubectl.RunAsync("exec", "deployment/db", "--", "cat", "/data/starts"), Is.EqualTo("start\nstart\n"));

        // The claim stays as long as a pod uses it.
        await Kubectl.RunAsync("delete", "pvc", "data", "--wait=false");
        Assert.That(await Kubectl.PathAsync("{.status.phase}", "pvc", "data"), Is.EqualTo("Bound"));
        await Kubectl.RunAsync("delete", "deployment", "db");
        await Kubectl.EventuallyAsync("{.metadata.name}", Is.Empty, "pv", volume);
        Assert.That(Directory.Exists(directory), Is.False);
    }

    [Test]
    public async Task A_claim_waits_for_the_pod_that_uses_it_first()
    {
        await Kubectl.ApplyAsync("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: data }
            spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Mi } } }
            """);
        await Eventually.That(() => Kubectl.RunAsync("describe", "pvc", "data"), Does.Contain("WaitForFirstConsumer"));
        Assert.That(await Kubectl.PathAsync("{.status.phase}", "pvc", "data"), Is.EqualTo("Pending"));
        await Kubectl.ApplyAsync(Manifests.Pod("user", "id -u > /data/id; cat /data/id; sleep 1000", "volumeMounts: [{ name: data, mountPath: /data }]",
            "securityContext: { runAsUser: 1000, fsGroup: 2000 }\nvolumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]"));
        await Kubectl.ReadyAsync("user");
        Assert.That(await Kubectl.PathAsync("{.status.phase}", "pvc", "data"), Is.EqualTo("Bound"));
        Assert.That(await Kubectl.PathAsync($"{{.spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]}}", "pv", await Kubectl.PathAsync("{.spec.volumeName}", "pvc", "data")), Is.EqualTo(SharedCluster.NodeName));
        await Eventually.That(() => Kubectl.RunAsync("logs", "user"), Is.EqualTo("1000\n"));
    }
}
