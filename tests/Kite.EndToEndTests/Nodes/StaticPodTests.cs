namespace Kite.EndToEndTests.Nodes;

internal sealed class StaticPodTests : ClusterTest
{
    private const string Name = "lamp";

    private string Manifest => Path.Combine(SharedCluster.Server.DataDirectory, "manifests", $"{Namespace}.yaml");

    private string Mirror => $"{Name}-{SharedCluster.NodeName}";

    [TearDown]
    public void RemoveManifest() => File.Delete(Manifest);

    [Test]
    public async Task A_manifest_on_the_node_is_a_pod_that_only_its_file_can_end()
    {
        await WriteAsync("sleep 600");
        await Kubectl.EventuallyAsync("{.status.phase}", Is.EqualTo("Running"), "pod", Mirror);
        var pod = await Kubectl.GetAsync("pod", Mirror);
        Assert.That((string?)pod["metadata"]!["annotations"]!["kubernetes.io/config.source"], Is.EqualTo("file"));
        var containers = await Docker.OfThisMachine.ContainersAsync(Namespace);

        await Kubectl.RunAsync("delete", "pod", Mirror, "--wait=false");

        await Kubectl.EventuallyAsync("{.metadata.uid}", Is.Not.EqualTo((string?)pod["metadata"]!["uid"]).And.Not.Empty, "pod", Mirror);
        Assert.That(await Docker.OfThisMachine.ContainersAsync(Namespace), Is.EqualTo(containers), "the pod itself went on");

        File.Delete(Manifest);

        await Eventually.That(async () => (await Kubectl.TryAsync("get", "pod", Mirror)).Error, Does.Contain("NotFound"));
        await Eventually.That(() => Docker.OfThisMachine.ContainersAsync(Namespace), Is.Empty);
    }

    [Test]
    public async Task A_changed_manifest_replaces_the_pod()
    {
        await WriteAsync("echo one; sleep 600");
        await Eventually.That(async () => (await Kubectl.TryAsync("logs", Mirror)).Output.Trim(), Is.EqualTo("one"));

        await WriteAsync("echo two; sleep 600");

        await Eventually.That(async () => (await Kubectl.TryAsync("logs", Mirror)).Output.Trim(), Is.EqualTo("two"));
    }

    private Task WriteAsync(string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Manifest)!);
        return File.WriteAllTextAsync(Manifest, Manifests.Pod(Name, script).Replace($"  name: {Name}\n", $"  name: {Name}\n  namespace: {Namespace}\n", StringComparison.Ordinal));
    }
}
