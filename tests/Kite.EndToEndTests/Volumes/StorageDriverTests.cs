namespace Kite.EndToEndTests.Volumes;

/// <summary>A storage driver that is a process of the node, as not every machine of tests lets a pod be privileged. The test plays the attacher.</summary>
internal sealed class StorageDriverTests : ClusterTest
{
    private string driver = "";
    private System.Diagnostics.Process? process;

    private static string Kubelet => Path.Combine(SharedCluster.Server.DataDirectory, "kubelet");

    private string RegistrationSocket => Path.Combine(Kubelet, "plugins_registry", driver + "-reg.sock");

    private string Volume => "pv-" + Namespace;

    [SetUp]
    public void Name() => driver = $"{Namespace}.kite.test";

    [TearDown]
    public async Task Remove()
    {
        await Kubectl.TryAsync("delete", "pod", "user", "--ignore-not-found");
        process?.Kill();
        process?.Dispose();
        File.Delete(RegistrationSocket);
        foreach (var kind in new[] { "csidriver/" + driver, "pv/" + Volume }) await Kubectl.TryAsync("delete", kind, "--ignore-not-found", "--wait=false");
    }

    [Test]
    public async Task A_pod_gets_a_volume_of_a_driver_attached_mounted_and_taken_back()
    {
        var data = SharedCluster.DirectoryFor($"csi-{Namespace}");
        await RunDriverAsync(data);
        await Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: { name: {{Volume}} }
            spec:
              accessModes: [ReadWriteOnce]
              capacity: { storage: 20Mi }
              storageClassName: ""
              claimRef: { namespace: {{Namespace}}, name: data }
              csi: { driver: {{driver}}, volumeHandle: one }
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: data }
            spec: { accessModes: [ReadWriteOnce], storageClassName: "", volumeName: {{Volume}}, resources: { requests: { storage: 10Mi } } }
            """);
        await Kubectl.ApplyAsync(Manifests.Pod("user", "echo hello > /data/file; sleep 1000", "volumeMounts: [{ name: data, mountPath: /data }]", "volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]"));
        var attachment = await Kubectl.EventuallyAsync($"{{.items[?(@.spec.attacher==\"{driver}\")].metadata.name}}", Does.StartWith("csi-"), "volumeattachments");
        Assert.That(File.Exists(Path.Combine(data, "volumes", "one", "file")), Is.False);
        await Kubectl.RunAsync("patch", "volumeattachment", attachment, "--subresource=status", "--type=merge", "-p", "{\"status\":{\"attached\":true}}");
        await Kubectl.ReadyAsync("user");
        await Kubectl.EventuallyAsync("{.status.volumesAttached[*].name} {.status.volumesInUse[*]}", Does.Contain($"kubernetes.io/csi/{driver}^one kubernetes.io/csi/{driver}^one"), "node", SharedCluster.NodeName);
        await Eventually.That(() => Task.FromResult(File.Exists(Path.Combine(data, "volumes", "one", "file"))), Is.True);

        var metrics = await Kubectl.RunAsync("get", "--raw", $"/api/v1/nodes/{SharedCluster.NodeName}/proxy/metrics");
        Assert.That(metrics, Does.Contain($"kubelet_volume_stats_used_bytes{{namespace=\"{Namespace}\",persistentvolumeclaim=\"data\"}} 400"));
        var summary = await Kubectl.RunAsync("get", "--raw", $"/api/v1/nodes/{SharedCluster.NodeName}/proxy/stats/summary");
        Assert.That(summary, Does.Match($"\"inodesUsed\": *4,\\s+\"name\": *\"data\",\\s+\"pvcRef\": *{{\\s+\"name\": *\"data\",\\s+\"namespace\": *\"{Namespace}\""));

        await Kubectl.RunAsync("delete", "pod", "user");
        await Kubectl.EventuallyAsync("{.metadata.name}", Is.Empty, "volumeattachment", attachment);
        Assert.That(Calls(data), Is.EqualTo(new[] { "NodeGetInfo", "NodeStageVolume", "NodePublishVolume", "NodeUnpublishVolume", "NodeUnstageVolume" }));
        process!.Kill();
        File.Delete(RegistrationSocket);
        await Kubectl.EventuallyAsync($"{{.spec.drivers[?(@.name==\"{driver}\")].name}}", Is.Empty, "csinode", SharedCluster.NodeName);
    }

    private static string[] Calls(string data) => File.ReadAllLines(Path.Combine(data, "calls")).Select(line => line.Split(' ')[0]).ToArray();

    private async Task RunDriverAsync(string data)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Kite.CsiDriver.dll");
        var dotnet = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        await Kubectl.ApplyAsync($$"""
            apiVersion: storage.k8s.io/v1
            kind: CSIDriver
            metadata: { name: {{driver}} }
            spec: { attachRequired: true }
            """);
        process = Command.Start(dotnet, [program, driver, Kubelet, data]);
        await Kubectl.EventuallyAsync($"{{.spec.drivers[?(@.name==\"{driver}\")].nodeID}}", Is.EqualTo("node-1"), "csinode", SharedCluster.NodeName);
    }
}
