namespace Kite.EndToEndTests.Pods;

internal sealed class PlacementTests : ClusterTest
{
    [Test]
    public async Task An_image_that_is_not_to_be_had_is_reported_with_back_off_and_a_message()
    {
        // A watch sees what is there for a moment only.
        using var watch = Kubectl.Start("get", "pods", "--watch", "-o", "jsonpath={.status.containerStatuses[0].state.waiting.reason}: {.status.containerStatuses[0].state.waiting.message}{\"\\n\"}");
        await Kubectl.ApplyAsync(Manifests.Pod("imageless", "exit 0").Replace(Docker.TestImage, "127.0.0.1:1/none:1", StringComparison.Ordinal));
        var lines = new List<string>();
        await watch.ReadUntilAsync(lines, line => line.StartsWith("ErrImagePull: ", StringComparison.Ordinal) && line.Contains("127.0.0.1:1", StringComparison.Ordinal));
        await watch.ReadUntilAsync(lines, line => line.StartsWith("ImagePullBackOff: Back-off pulling image \"127.0.0.1:1/none:1\"", StringComparison.Ordinal));
        watch.Kill();
        await Eventually.That(() => Kubectl.RunAsync("get", "pod", "imageless"), Does.Match(@"imageless\s+0/1\s+ImagePullBackOff\s+0"));
        await Kubectl.EventuallyAsync("{.items[*].message}", Does.Contain("Failed to pull image \"127.0.0.1:1/none:1\""), "events", "--field-selector", "involvedObject.name=imageless");
    }

    [Test]
    public async Task An_image_that_must_be_there_already_and_is_not_is_never_pulled()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("never", "exit 0").Replace(Docker.TestImage, "kite/none:1", StringComparison.Ordinal).Replace("IfNotPresent", "Never", StringComparison.Ordinal));
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].state.waiting.reason}", Is.EqualTo("ErrImageNeverPull"), "pod", "never");
    }

    [TestCase("nodeSelector: { disk: fast }", "node(s) didn't match Pod's node affinity/selector")]
    [TestCase("affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: Exists }] }] } } }", "node(s) didn't match Pod's node affinity/selector")]
    public async Task A_pod_that_no_node_takes_says_why(string spec, string reason)
    {
        await Kubectl.ApplyAsync(Manifests.Pod("homeless", "exit 0", spec: spec));
        await Kubectl.EventuallyAsync("{.status.conditions[?(@.type==\"PodScheduled\")].message}", Does.StartWith($"0/1 nodes are available: 1 {reason}."), "pod", "homeless");
        await Kubectl.EventuallyAsync("{.items[*].reason}", Does.Contain("FailedScheduling"), "events", "--field-selector", "involvedObject.name=homeless");
        Assert.That(await Kubectl.RunAsync("get", "pod", "homeless"), Does.Match(@"homeless\s+0/1\s+Pending"));
    }

    [Test]
    public async Task A_pod_too_big_for_the_node_waits_and_a_smaller_one_goes_ahead()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("huge", "exit 0", "resources: { requests: { cpu: 1k } }"));
        await Kubectl.EventuallyAsync("{.status.conditions[?(@.type==\"PodScheduled\")].message}", Does.StartWith("0/1 nodes are available: 1 Insufficient cpu."), "pod", "huge");
        await Kubectl.ApplyAsync(Manifests.Pod("small", "exit 0", "resources: { requests: { cpu: 1m } }", restartPolicy: "Never"));
        Assert.That(await Kubectl.EndedAsync("small"), Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task A_waiting_pod_is_scheduled_as_soon_as_a_label_makes_a_node_fit()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("patient", "exit 0", spec: $"nodeSelector: {{ for: {Namespace} }}", restartPolicy: "Never"));
        await Kubectl.EventuallyAsync("{.status.conditions[?(@.type==\"PodScheduled\")].reason}", Is.EqualTo("Unschedulable"), "pod", "patient");
        await Kubectl.RunAsync("label", "node", SharedCluster.NodeName, $"for={Namespace}", "--overwrite");
        Assert.That(await Kubectl.EndedAsync("patient"), Is.EqualTo("Succeeded"));
    }
}
