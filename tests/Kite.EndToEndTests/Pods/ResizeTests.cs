namespace Kite.EndToEndTests.Pods;

internal sealed class ResizeTests : ClusterTest
{
    private const string Resources =
        """
        resizePolicy: [{ resourceName: memory, restartPolicy: RestartContainer }]
        resources: { requests: { cpu: 20m, memory: 16Mi }, limits: { cpu: 100m, memory: 32Mi } }
        """;

    [Test]
    public async Task Cpu_changes_while_a_container_runs_and_memory_with_the_restart_that_its_policy_asks_for()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("grows", "trap exit TERM; sleep 3600 & wait", Resources));
        await Kubectl.ReadyAsync("grows");

        await ResizeAsync("grows", """{"requests":{"cpu":"40m"},"limits":{"cpu":"200m"}}""");
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].resources.limits.cpu} {.status.containerStatuses[0].allocatedResources.cpu} {.status.containerStatuses[0].restartCount}", Is.EqualTo("200m 40m 0"), "pod", "grows");
        Assert.That(await Kubectl.RunAsync("exec", "grows", "--", "sh", "-c", "cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null; true"), Does.StartWith("20000"));

        await ResizeAsync("grows", """{"limits":{"memory":"48Mi"}}""");
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].resources.limits.memory} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready}", Is.EqualTo("48Mi 1 true"), "pod", "grows");
        await Kubectl.EventuallyAsync("{.items[*].reason}", Does.Contain("ResizeStarted").And.Contain("ResizeCompleted"), "events", "--field-selector=involvedObject.name=grows");
    }

    [Test]
    public async Task What_the_node_can_never_give_is_refused_and_the_pod_goes_on_with_what_it_has()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("greedy", "sleep 3600", Resources));
        await Kubectl.ReadyAsync("greedy");
        await ResizeAsync("greedy", """{"requests":{"cpu":"1000"},"limits":{"cpu":"1000"}}""");
        await Kubectl.EventuallyAsync("{.status.conditions[?(@.type=='PodResizePending')].reason} {.status.conditions[?(@.type=='PodResizePending')].message}",
            Does.StartWith("Infeasible Node didn't have enough capacity: cpu, requested: 1000000, capacity: "), "pod", "greedy");
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].resources.limits.cpu} {.status.containerStatuses[0].restartCount}", "pod", "greedy"), Is.EqualTo("100m 0"));
        await ResizeAsync("greedy", """{"requests":{"cpu":"20m"},"limits":{"cpu":"100m"}}""");
        await Kubectl.EventuallyAsync("{.status.conditions[?(@.type=='PodResizePending')].reason}", Is.Empty, "pod", "greedy");
    }

    [Test]
    public async Task A_pod_is_resized_as_a_whole_and_containers_without_limits_of_their_own_with_it()
    {
        await Kubectl.ApplyAsync(
            $$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: whole }
            spec:
              terminationGracePeriodSeconds: 0
              resources: { requests: { cpu: 20m, memory: 16Mi }, limits: { cpu: 100m, memory: 64Mi } }
              containers:
              - { name: main, image: "{{Docker.TestImage}}", command: [sleep, "3600"] }
              - { name: other, image: "{{Docker.TestImage}}", command: [sleep, "3600"], resources: { requests: { cpu: 10m }, limits: { cpu: 50m } } }
            """);
        await Kubectl.ReadyAsync("whole");
        Assert.That(await QuotasAsync(), Is.EqualTo("10000 5000"));
        await Kubectl.RunAsync("patch", "pod", "whole", "--subresource=resize", "--type=merge", "--patch", """{"spec":{"resources":{"requests":{"cpu":"80m"},"limits":{"cpu":"200m"}}}}""");
        await Kubectl.EventuallyAsync("{.status.resources.limits.cpu} {.status.allocatedResources.cpu} {.status.containerStatuses[*].restartCount}", Is.EqualTo("200m 80m 0 0"), "pod", "whole");
        Assert.That(await QuotasAsync(), Is.EqualTo("20000 5000"));
        await Kubectl.EventuallyAsync("{.items[*].reason}", Does.Contain("ResizeStarted").And.Contain("ResizeCompleted"), "events", "--field-selector=involvedObject.name=whole");
    }

    private async Task<string> QuotasAsync()
    {
        var quotas = new List<string>();
        foreach (var container in new[] { "main", "other" })
            quotas.Add((await Kubectl.RunAsync("exec", "whole", "-c", container, "--", "sh", "-c", "cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null; true")).Split()[0]);
        return string.Join(' ', quotas);
    }

    private Task<string> ResizeAsync(string pod, string resources) =>
        Kubectl.RunAsync("patch", "pod", pod, "--subresource=resize", "--patch", $$$"""{"spec":{"containers":[{"name":"main","resources":{{{resources}}} }]}}""");
}
